import assert from 'node:assert/strict';
import { rootName } from '../../../../../../src/core/iac/languages/programs/outline/classes.ts';
import { loaded } from './program.ts';

/*
 * What creates a trail may stand in any place of a program, also in those of which the syntax of all languages has no part. Each
 * of these calls `show` with 1, 2 and so on, and all of the calls are found.
 */
const places: Readonly<Record<string, readonly string[]>> = {
  'a.ts': [
    'class A { static { show(1); const a = show(2); } }',
    'async function f() { await using a = show(1), b = show(2); using c = show(3); }',
    'const { a = show(1), c: { d = show(2) }, e: f = show(3) } = o; const [g = show(4)] = o;',
    'function f({ a = show(1) } = {}, [b = show(2)] = []) {}',
    '[a = show(1)] = o; ({ b = show(2) } = o); for (const { c = show(3) } of o) {}',
    '@d(show(1)) class A { @d(show(2)) m() {} @d(show(3)) f = 1; constructor(@d(show(4)) x) {} }',
    'const A = class { static s = show(1); m() { show(2); } }; use(class extends B { n() { show(3); } });',
    'function f() { return class { constructor() { show(1); } }; } new (class { a = show(2); })();',
    'class A { static [a] = show(1); [b]() { show(2); } }',
    'for (let i = show(1); show(2); show(3)) {} for (i = show(4); ; ) {} for (const a in show(5)) {}',
    'while (show(1)) {} do {} while (show(2));',
    'switch (show(1)) { case show(2): show(3); } with (show(4)) { show(5); }',
    'use({ get a() { return show(1); }, async *b() { yield show(2); }, ["c" + d]() { show(3); } });',
  ],
  'a.py': [
    'list(show(1) for a in b)\nuse(c, *(show(2) for a in b))',
    'class A:\n    show(1)\n    b = c, show(2)\n    if d:\n        e = show(3)\n    for f in g:\n        show(4)\n    class H:\n        i = show(5)',
    'class A:\n    @d(show(1))\n    def b(self):\n        show(2)\n@d(show(3))\ndef c(): pass\n@d(show(4))\nclass E: pass',
    'for a in b:\n    show(1)\nelse:\n    show(2)\nwhile show(3):\n    break\nelse:\n    show(4)',
    'assert show(1)\ndef a():\n    yield show(2)\n    yield from show(3)',
    'with show(1) as a, show(2):\n    show(3)\nasync def b():\n    async with show(4):\n        pass',
    'match show(1):\n    case [a] if show(2):\n        show(3)',
    'show(1), show(2)\na[show(3):show(4)]',
  ],
  'a.go': [
    'func a() { if b, err := show(1); b { show(2) } else if _, c := show(3); c { show(4) }; if b = show(5); d {} }',
    'func a() { switch _, b := show(1); { case show(2): show(3) }; switch show(4) {}; switch b := show(5); b {} }',
    'func a() { switch b := 1; c := show(1).(type) { case int: show(2) } }',
    'func a() { select { case b := <-show(1): show(2)\ncase c <- show(3):\ncase <-show(4): } }',
    'func a() { b: show(1); c: for { show(2) } }',
    'func a() { defer func() { show(1) }(); go func(b int) { _, err := show(2) }(show(3)); defer show(4) }',
    'func a() { for i := show(1); show(2); i += show(3) {}; for show(4) {}; for b[show(5)] = range show(6) {} }',
    'func a() { if b { return 1, show(1) }; c <- show(2); d[show(3)]++ }',
  ],
  'a.java': [
    'class A { { show(1); } static { show(2); } }',
    'class A { Object a() { return new Stack(app, "b") {{ show(1); }}; } List b = new ArrayList<>() {{ add(show(2)); }}; }',
    'class A { void a() { use(new Runnable() { Key b = show(1); public void run() { show(2); } }); } }',
    'class A { void a() { try (var b = show(1); c; D d = show(2)) { show(3); } } }',
    'class A { void a() { var b = switch (c) { case 1: yield show(1); default: yield new D(show(2)); }; } }',
    'interface A { B C = show(1); static void d() { show(2); } class E { F g = show(3); } }',
    'enum A { B(show(1)) { void c() { show(2); } }; static { show(3); } interface D { E F = show(4); } }',
    'record A(String b) { A { show(1); } static C d = show(2); void e() { show(3); } static class F { G h = show(4); } }',
    'class A { void a() { for (var i = show(1); show(2); show(3)) {} for (i = show(4), j = 1; ; ) {} } }',
    'class A { void a() { while (show(1)) {} do {} while (show(2)); synchronized (show(3)) { show(4); } } }',
    'class A { void a() { switch (show(1)) { case 1: show(2); } B[] b = new C[show(3)]; D e[] = { show(4) }; } }',
  ],
  'a.cs': [
    'class A { show B() => new(1); show C => new(2); show D { get => new(3); } show E { get { return new(4); } } }',
    'class A { show B() { if (c) { return new(1); } return d ? new(2) : new(3); } async Task<show> E() { return new(4); } }',
    'class A { show[] B = [new(1)]; List<show> C { get; } = [new(2), e ?? new(3)]; show D() => e switch { 1 => new(4), _ => new(5) }; }',
    'class A { show b; show C { get; set; } A() { b = new(1); this.b ??= new(2); C = new(3); show d; d = c ? new(4) : new(5); } }',
    'class A { List<show> b = new(); A(show[] c) { b.Add(new(1)); this.b.Add(new(2)); c[0] = new(3); var d = new List<show>(); d.Add(new(4)); } }',
    'class A { Dictionary<string, show> b; A() { b["c"] = new(1); b.Add("d", new(2)); IList<show> e = new show[] { new(3), new(4) }; } }',
    'class A { void B() { c(new Dictionary<string, show> { ["d"] = new(1), { "e", new(2) } }); } }',
    'class A { IEnumerable<show> B() { yield return new(1); if (c) { yield return new(2); } } List<show> D() => new List<show> { new(3) }; }',
    'class A { static A() { show(1); } A(int b) { show(2); } }',
    'class A { void B() { var c = from d in show(1) where show(2) select show(3); e((from f in g let h = show(4) select h).I()); } }',
    'class A { void B() { for (var c = show(1); show(2); d(show(3))) {} while (show(4)) {} foreach (var (e, f) in show(5)) {} } }',
    'class A { void B() { switch (show(1)) { default: show(2); } lock (show(3)) { show(4); } fixed (int* c = show(5)) { } } }',
    'class A { void B() { var c = (d: show(1), show(2)); new E(f) { G = show(3), H = { show(4) } }; } }',
  ],
};

describe('calls in every place of a program', () => {
  for (const [name, texts] of Object.entries(places)) {
    for (const text of texts) {
      it(`${name}: ${text}`, async () => {
        const { outline } = await loaded(name, { [name]: text }, /\bshow\b/g);
        const found = outline.calls
          .filter(({ call }) => rootName(call.callee) === 'show')
          .flatMap(({ call }) => call.args.map(({ range: { start, end } }) => text.slice(start, end)));
        assert.deepEqual(
          found.sort(),
          Array.from(text.matchAll(/(?:show|new)\((\d)\)/g), ([, number]) => number),
        );
      });
    }
  }
});
