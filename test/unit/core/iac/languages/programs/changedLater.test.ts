import assert from 'node:assert/strict';
import { type SameProgram, showInEach, shown } from './program.ts';

/* What is done to an object or a list after it was written. */
const programs: readonly SameProgram[] = [
  {
    name: 'what has two names is changed by either',
    shows: ['two', 'three', 'four'],
    texts: {
      'a.ts': `
const first = { key: 'one', inner: { key: 'three' } };
const second = first;
const inner = first.inner;
first.key = 'two';
show(second.key);
show(inner.key);
first.inner.key = 'four';
show(inner.key);`,
      'a.py': `
first = {"key": "one", "inner": {"key": "three"}}
second = first
inner = first["inner"]
first.update(key="two")
show(second["key"])
show(inner["key"])
first["inner"]["key"] = "four"
show(inner["key"])`,
      'a.go': `
package a
func run() {
	first := &Props{Key: "one"}
	second := first
	first.Key = "two"
	show(second.Key)
	copied := Props{Key: "three"}
	other := copied
	copied.Key = "four"
	show(other.Key)
	show(copied.Key)
}`,
      'a.cs': `
class A {
  void Run() {
    var first = new Dictionary<string, string> { ["key"] = "one" };
    var second = first;
    first["key"] = "two";
    show(second["key"]);
    second["key"] = "three";
    show(first["key"]);
    first["key"] = "four";
    show(second["key"]);
  }
}`,
    },
  },
  {
    name: 'what is put into a list or an object at a place that only running tells may be any of it',
    shows: ['?', '?', 'b', '?', '?'],
    texts: {
      'a.ts': `
import { Key } from 'lib';
const keys = {}, list = [], settings = { kept: 'b', all: {} };
for (const one of names) {
  keys[one] = new Key(one);
  list.push(new Key(one));
  settings.all[one] = new Key(one);
}
show(keys['a']);
show(list[0]);
show(settings.kept);
show(settings.all.a);
class Stack {
  private readonly keys = {};
  constructor() {
    this.fill();
    show(this.keys['a']);
  }
  fill() { Object.assign(this.keys, { a: new Key('a') }); }
}`,
      'a.py': `
from lib import Key
keys = {}
found = []
settings = {"kept": "b", "all": {}}
for one in names:
    keys[one] = Key(one)
    found.append(Key(one))
    settings["all"].setdefault(one, Key(one))
show(keys["a"])
show(found[0])
show(settings["kept"])
show(settings["all"]["a"])
class Stack:
    def __init__(self):
        self.keys = {}
        self.fill()
        show(self.keys["a"])
    def fill(self):
        self.keys.update({"a": Key("a")})
`,
      'a.go': `
package main
import "lib"
func main() {
	keys := map[string]lib.Key{}
	others := map[string]lib.Key{"kept": lib.Key("b")}
	kept := "b"
	for _, one := range names {
		keys[one] = lib.NewKey(one)
		others[one] = lib.NewKey(one)
	}
	show(keys["a"])
	show(others["a"])
	show(kept)
	show(keys["b"])
	show(others["c"])
}`,
      'a.cs': `
using lib;
class Stack {
  readonly Dictionary<string, Key> _keys = new() { };
  Stack() {
    var keys = new Dictionary<string, Key> { };
    var others = new Dictionary<string, Key> { };
    foreach (var one in names) {
      keys[one] = new Key(one);
      others.Add(one, new Key(one));
    }
    show(keys["a"]);
    show(others["a"]);
    show("b");
    Fill();
    show(_keys["a"]);
    show(_keys["b"]);
  }
  void Fill() { _keys.TryAdd("a", new Key("a")); }
}`,
    },
  },
];

describe('an object or a list that is changed later', () => {
  showInEach(programs);

  it('keeps nothing of an object that what is merged into it may replace', async () => {
    const text = `
show({ a: 1, ...unseen, b: 2 });
show({ a: 1, ...{ ...unseen, b: 2 }, c: 3 });
const changed = { a: 1 };
Object.assign(changed, unseen);
show(changed);
`;
    assert.deepEqual(await shown('a.ts', text), ['{b: 2, …}', '{b: 2, c: 3, …}', '{…}']);
  });
});
