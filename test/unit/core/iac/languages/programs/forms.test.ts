import assert from 'node:assert/strict';
import { shown } from './program.ts';

/*
 * Forms of values that one language has, or that each has in its own way: enumerations, optionals, dictionaries, lists of lists.
 */
describe('the value of a form of a language', () => {
  it('takes what types that are written out leave open, as it does of those with a name', async () => {
    const text = `
export function make(
  props: { key?: string; must: string; inner?: { key?: string } },
  { key, must }: Readonly<{ key?: string; must: string }> & { more: string },
) {
  show(props.key);
  show(props.must);
  show(props.inner?.key);
  show(key);
  show(must);
}`;
    assert.deepEqual(await shown('a.ts', text), [
      'nothing | <props.key>',
      '<props.must>',
      'nothing | <props.inner.key>',
      'nothing | <props.key>',
      '<props.must>',
    ]);
  });

  it('is that of a member of an enumeration, by what it is made with', async () => {
    const java = `
enum Stage {
  DEV(null), PROD("prod"), OTHER("other") { String getKey() { return null; } };
  private final String key;
  Stage(String key) { this.key = key; }
  String getKey() { return key; }
  enum Inner { A("a"); final String name; Inner(String name) { this.name = name; } }
}
class Stack {
  Stack(Stage stage) {
    show(Stage.DEV.getKey());
    show(Stage.PROD.getKey());
    show(Stage.OTHER.getKey());
    show(Inner.A.name);
    show(stage.getKey());
  }
}`;
    assert.deepEqual(await shown('a.java', java), ['nothing', 'prod', '?', 'a', '<stage.key>?']);
    const typescript = `
export const enum Stage { Dev = '', Prod = 'prod', Other }
export const make = (stage: Stage) => {
  show(Stage.Dev);
  show(Stage.Prod);
  show(Stage.Other);
  show(stage === Stage.Prod ? 'key' : undefined);
};`;
    assert.deepEqual(await shown('a.ts', typescript), ['', 'prod', '?', 'nothing | key']);
    const python = `
from enum import Enum
class Stage(Enum):
    DEV = None
    PROD = "prod"
show(Stage.DEV.value)
show(Stage.PROD.value)
`;
    assert.deepEqual(await shown('a.py', python), ['nothing', 'prod']);
  });

  it('is what an Optional of Java holds', async () => {
    const text = `
class Stack {
  Stack(Optional<Key> key) {
    Optional<String> none = Optional.empty();
    show(none.orElse("usual"));
    show(none.map(one -> "given").orElse(null));
    show(none.get());
    show(none.isPresent() ? "there" : "missing");
    show(key.orElse(null));
    show(key.orElseGet(() -> "made"));
    show(key.map(Key::getArn).orElse(null));
    show(key.map(one -> one.getArn()).orElse(null));
    show(key.orElseThrow());
    if (key.isPresent()) {
      show(key.get());
    }
  }
}`;
    assert.deepEqual(await shown('a.java', text), [
      'usual',
      'nothing',
      '?',
      'missing',
      'nothing | <key>',
      'made | <key>',
      'nothing | <key.arn>',
      'nothing | <key.arn>',
      '? | <key>',
      '<key>',
    ]);
  });

  it('is not known of numbers and flags of Python that are put together', async () => {
    const text = `
flag = False
flag |= True
class A:
    def __init__(self):
        self.flag = False
        self.flag |= unseen
        show(self.flag)
        self.all = {"a": "one"}
        self.all |= {"a": None}
        show(self.all)
show(flag)
`;
    assert.deepEqual(await shown('a.py', text), ['?', '{a: nothing}', '?']);
  });

  it('may be missing where Go compares it with nil', async () => {
    const text = `
package main
import "lib"
type options struct { Key *lib.Key }
func main(key *lib.Key, all *options) {
	var one, other *lib.Key
	if key != nil {
		one = key
	}
	if all != nil {
		other = lib.Key("a")
	}
	show(one)
	show(other)
}
`;
    assert.deepEqual(await shown('a.go', text), ['nothing | <key>', 'lib.Key(a)']);
  });

  it('is not known of lists whose order a method changes', async () => {
    const texts = {
      'a.ts': "const keys = ['one', 'two']; keys.reverse(); show(keys[0]);",
      'a.py': 'keys = ["one", "two"]\nkeys.sort()\nshow(keys[0])\n',
      'a.cs':
        'class A { void F() { var keys = new List<string> { "one", "two" }; keys.Reverse(); show(keys[0]); } }',
    };
    for (const [name, text] of Object.entries(texts)) {
      assert.deepEqual(await shown(name, text), ['?'], name);
    }
  });

  it('is not known of objects that are given others where something failed', async () => {
    const text = `
const all = { key: undefined };
try { risky(); } catch { Object.assign(all, { key: 'one' }); }
show(all.key);
`;
    assert.deepEqual(await shown('a.ts', text), ['?']);
  });

  it('is that of dictionaries of Python that are put together, and taken over', async () => {
    const text = `
base = {"a": "one", "key": None}
both = base | {"key": "two"}
base |= {"a": "three"}
show({name: value for name, value in both.items()})
show({name: value for name, value in both.items() if value is not None})
show({name: value for name, value in both.items() if name != "a"})
show({name: name for name, value in both.items()})
show(both | unseen)
show(1 | 2)
show(unseen | other)
show(both)
show(base)
`;
    assert.deepEqual(await shown('a.py', text), [
      '{a: one, key: two}',
      '{a: one, key: two}',
      '?',
      '?',
      '{…}',
      '?',
      '?',
      '{a: one, key: two}',
      '{a: three, key: nothing}',
    ]);
  });

  it('is that of the call that a partial function of Python makes', async () => {
    const text = `
import functools
from functools import partial
from lib import Key
def make(name, key=None):
    show(key)
first = partial(make, key="one")
first("a")
first("b", key="two")
second = functools.partial(first, **{"key": "three"})
second("c")
show(partial(Key, "d")("e"))
`;
    assert.deepEqual(await shown('a.py', text), ['one | two | three', 'lib.Key(d, e)']);
    const renamed = `
import functools as tools
from functools import (
    reduce,
    partial as with_some,
)
from lib import Key, partial
show(with_some(Key, "a")("b"))
show(tools.partial(Key, "c")("d"))
show(partial(Key, "e"))
`;
    assert.deepEqual(await shown('a.py', renamed), [
      'lib.Key(a, b)',
      'lib.Key(c, d)',
      'lib.partial(lib.Key, e)',
    ]);
  });

  it('is that of the call that a bound function of JavaScript makes', async () => {
    const text = `
import { Key } from 'lib';
function make(name, key?: string) {
  show(key);
  return key;
}
const bound = make.bind(null, 'a', 'one');
bound();
const other = make.bind(undefined, 'b');
other('two');
class Stack {
  kept = 'three';
  ofKey(name, key?: string) { show(key); return this.kept; }
  run() {
    const own = this.ofKey.bind(this, 'c');
    show(own('four'));
  }
}
new Stack().run();
show(Key.bind(this.other, 'd'));`;
    assert.deepEqual(await shown('a.ts', text), ['one | two', 'four', 'three', 'lib.Key.bind(?, d)']);
  });

  it('is what a condition of Python leaves in a dictionary', async () => {
    const text = `
def make(key=None):
    name = unseen
    all = {"off": False, "none": None, "empty": "", "zero": 0, "a": "b", "key": key, "name": name}
    filled = {one: value for one, value in all.items() if value}
    show(filled)
    show({one: value for one, value in all.items() if value is not None}.get("off", "usual"))
`;
    assert.deepEqual(await shown('a.py', text), [
      '{a: b, name: unseen} | {a: b, key: <key>, name: unseen}',
      'false',
    ]);
  });

  it('is that of a method of Java, though a field has its name', async () => {
    const text = `
enum Stage {
  DEV(null), PROD("prod");
  private final String key;
  Stage(String key) { this.key = key; }
  String key() { return key; }
  String both() { return "a/" + key(); }
}
class Names {
  private String key = "field";
  String key(String key) { show(key); return "of " + key; }
}
class Stack {
  Stack(Names names) {
    show(Stage.DEV.key());
    show(Stage.PROD.key());
    show(Stage.PROD.both());
    Names own = new Names();
    show(own.key("method"));
  }
}`;
    assert.deepEqual(await shown('a.java', text), ['method', 'nothing', 'prod', 'a/prod', 'of method']);
  });

  it('is what a function of Go returns by the name of its result', async () => {
    const text = `
package main
func named(key string) (result string, err error) {
	if key == "" {
		return
	}
	result = "alias/" + key
	return
}
func (a Audit) key() (key string) {
	func() { key = "alias/audit" }()
	return
}
func none() (result *string) { return }
func main() {
	name, err := named("trail")
	show(name)
	show(Audit{}.key())
	show(none())
}`;
    assert.deepEqual(await shown('a.go', text), ['alias/trail', 'alias/audit', 'nothing']);
  });

  it('is what a method of Java gives whose name is a word of module declarations', async () => {
    const text = `
class Audit {
  String with(String key) { return to(key); }
  String to(String key) { return key; }
  void make() {
    String uses = "alias/uses";
    show(uses);
    show(new Audit().with("alias/with"));
  }
}`;
    assert.deepEqual(await shown('a.java', text), ['alias/uses', 'alias/with']);
  });

  it('is looked for although a method that is called has no name yet', async () => {
    const text = `
class Audit {
  void tell(String key) { show(key); }
  void make(String key) { new Audit().(key).tell("alias/audit"); }
}`;
    assert.deepEqual(await shown('a.java', text), ['<key>']);
  });

  it('has nothing where null is put into a text of C#', async () => {
    const text = `
class A {
  void Run() {
    string none = null;
    show("" + none);
    show($"a{none}b");
  }
}`;
    assert.deepEqual(await shown('a.cs', text), ['', 'ab']);
  });

  it('is a list of what a function gives for each of another, or of what it is true for', async () => {
    const text = `
import { Key, unread } from 'lib';
const names = ['a', undefined, ''];
const named = (name) => 'alias/' + name;
show(['a', 'b'].map(name => new Key(name)));
show(['a', 'b'].map(named));
show(names.filter(Boolean));
show(names.filter(one => one !== undefined));
show(names.filter(one => unread(one)));
show(unread.map(one => one));
show([{ a: 1 }, { a: 2 }].map(({ a }) => a));
show(['a', 'b'].map((name, index) => name + index));
show(['a', 'b'].filter((name, index) => index === 1));
const keys = ['one', 'two'];
['a', 'b'].forEach(function (name, index) { show(keys[index]); });`;
    assert.deepEqual(await shown('a.ts', text), [
      '[lib.Key(a), lib.Key(b)]',
      '[alias/a, alias/b]',
      '[a]',
      '[a, ]',
      '?',
      'lib.unread.map(function)',
      '[1, 2]',
      '[a0, b1]',
      '[b]',
      'one | two',
    ]);
  });
});
