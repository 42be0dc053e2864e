import assert from 'node:assert/strict';
import { type SameProgram, showInEach, shown } from './program.ts';

/*
 * The same program in each language comes to the same values. Several values of one call are those of several worlds.
 */
const programs: readonly SameProgram[] = [
  {
    name: 'what a class has instead of its base class, in a method of that',
    shows: ['two', 'four'],
    texts: {
      'a.ts': `
class Base {
  key = 'one';
  fill() { show(this.key); show(this.other()); }
  other() { return 'three'; }
}
class Stack extends Base {
  key = 'two';
  other() { return 'four'; }
}
new Stack().fill();`,
      'a.py': `
class Base:
    key = "one"
    def fill(self):
        show(self.key)
        show(self.other())
    def other(self):
        return "three"
class Stack(Base):
    key = "two"
    def other(self):
        return "four"
Stack().fill()`,
    },
  },
  {
    name: 'what a function is passed that has another name, or is called by one that is not read',
    shows: ['one', '?', 'nothing | <key>'],
    texts: {
      'a.ts': `
import { run } from 'lib';
function make(key?: string) { show(key); }
const other = make;
other('one');
function handed(key?: string) { show(key); }
run(handed, 'two');
export function open(key?: string) { show(key); }`,
      'a.py': `
from lib import run
def make(key=None):
    show(key)
other = make
other("one")
def handed(key=None):
    show(key)
run(handed, "two")
def open(key=None):
    show(key)`,
    },
  },
  {
    name: 'what a method does that is called on what was made in the same breath',
    shows: ['one', 'two'],
    texts: {
      'a.ts': `
class Stack {
  constructor(private readonly key) {}
  fill() { show(this.key); return this; }
  more(key) { show(key); }
}
new Stack('one').fill().more('two');`,
      'a.py': `
class Stack:
    def __init__(self, key):
        self.key = key
    def fill(self):
        show(self.key)
        return self
    def more(self, key):
        show(key)
Stack("one").fill().more("two")`,
      'a.go': `
package a
func fill() Stack {
	show("one")
	return Stack{}
}
func (s Stack) More(key string) { show(key) }
func main() { fill().More("two") }`,
      'a.java': `
class Stack {
  private final String key;
  Stack(String key) { this.key = key; }
  Stack fill() { show(key); return this; }
  void more(String key) { show(key); }
  static void main(String[] args) { new Stack("one").fill().more("two"); }
}`,
      'a.cs': `
class Stack {
  private readonly string _key;
  Stack(string key) { _key = key; }
  Stack Fill() { show(_key); return this; }
  void More(string key) { show(key); }
  static void Main() { new Stack("one").Fill().More("two"); }
}`,
    },
  },
  {
    name: 'names, fields and texts',
    shows: ['arn:aws:kms:eu-west-1:key/a', 'lib.Key(one)', 'lib.Key(one).arn'],
    texts: {
      'a.ts': `
import { Key } from 'lib';
const region = 'eu-west-1', id = \`key/a\`;
show(\`arn:aws:kms:\${region}:\` + id);
class Stack {
  private readonly key = new Key('one');
  constructor() {
    show(this.key);
    show(this.key.arn);
  }
}`,
      'a.py': `
from lib import Key
region = 'eu-west-1'
id = "key/" "a"
show(f"arn:aws:kms:{region}:" + id)
class Stack:
    def __init__(self):
        self.key = Key("one")
        show(self.key)
        show(self.key.arn)
`,
      'a.java': `
import lib.*;
class Stack {
  static final String REGION = "eu-west-1";
  private final Key key = new Key("one");
  Stack() {
    String id = "key/" + "a";
    show("arn:aws:kms:" + REGION + ":" + id);
    show(key);
    show(this.getKey().arn);
  }
  Key getKey() { return key; }
}`,
      'a.go': `
package main
import "lib"
const region = "eu-west-1"
func main() {
	id := "key/" + "a"
	show("arn:aws:kms:" + region + ":" + id)
	key := lib.Key("one")
	show(key)
	show(&key.Arn)
}`,
      'a.cs': `
using lib;
class Names { internal const string Region = "eu-west-1"; }
class Stack {
  private readonly Key _key = new("one");
  Stack() {
    const string id = "key/" + "a";
    show($"arn:aws:kms:{Names.Region}:" + id);
    show(_key);
    show(this.Own.arn);
  }
  Key Own => _key;
}`,
    },
  },
  {
    name: 'a parameter that may be left out is left out by default; one that may not be is given',
    shows: ['nothing | <key>', '<must>', 'lib.Key() | nothing'],
    texts: {
      'a.ts': `
import * as lib from 'lib';
function make(must: string, key?: string, encrypt = true) {
  show(key);
  show(must);
  show(encrypt ? new lib.Key() : undefined);
}`,
      'a.py': `
import lib
def make(must, key=None, encrypt: bool = True):
    show(key)
    show(must)
    show(lib.Key() if encrypt else None)
`,
      'a.java': `
import lib.*;
class Maker {
  Maker(String must) { this(must, null, true); }
  Maker(String must, String key, boolean encrypt) {
    show(key);
    show(must);
    show(encrypt ? new Key() : null);
  }
}`,
      'a.cs': `
using lib;
class Maker {
  Maker(string must, string? key = null, bool encrypt = true) {
    show(key);
    show(must);
    show(encrypt ? new Key() : null);
  }
}`,
    },
  },
  {
    name: 'classes of the other files of a program, in whichever of its folders',
    shows: ['lib.Key(alias/own)', 'object of Own'],
    texts: {
      'a.cs': `
using Acme.Keys;
var own = new Own("own");
show(own.Key);
show(own);`,
      'Keys/Own.cs': `
using lib;
namespace Acme.Keys;
class Base { public Key Key { get; } public Base(string name) { Key = new Key($"alias/{name}"); } }
class Own(string name) : Base(name) { }`,
    },
  },
  {
    name: 'classes of a namespace that is not used, which have no name, and of those around',
    shows: ['lib|Acme.Trails.Key(own)', 'object of Alias', 'object of Trail'],
    texts: {
      'a.cs': `
using lib;
using Acme.Trails;
namespace Acme.Audit.Stacks;
class Stack {
  void Make() {
    show(new Key("own"));
    show(new Alias());
    show(new Trail());
  }
}`,
      'Key.cs': 'namespace Acme.Models { class Key { } class Alias { } class Trail { } }',
      'Alias.cs': 'namespace Acme.Audit;\nclass Alias { }',
      'Trail.cs': 'namespace Acme.Trails;\nclass Trail { }',
    },
  },
  {
    name: 'names of the other files of a package, and properties that are given one by one',
    shows: ['key', '{A: one, B: two}'],
    texts: {
      'a.go': `
package main
func main() {
	show(name())
	props := Props{A: "one"}
	props.B = "two"
	show(props)
	props.B = "three"
}`,
      'name.go': `
package main
func name() string {
	return "key"
}`,
    },
  },
  {
    name: 'a class of another file, with what its base class is given',
    shows: ['lib.Key(alias/own)', 'object of Own'],
    texts: {
      'a.ts': `
import { Own } from './own';
const own = new Own('own');
show(own.key);
show(own);`,
      'own.ts': `
import { Key } from 'lib';
class Base { readonly key: Key; constructor(name: string) { this.key = new Key(\`alias/\${name}\`); } }
export class Own extends Base { constructor(private readonly name: string) { super(name); } }`,
      'a.py': `
from own import Own
own = Own("own")
show(own.key)
show(own)
`,
      'own.py': `
from lib import Key
class Base:
    def __init__(self, name):
        self.key = Key(f"alias/{name}")
class Own(Base):
    def __init__(self, name):
        super().__init__(name)
`,
    },
  },
  {
    name: 'of an object that is handed in, what its class makes is there, and what it may leave out may be missing',
    shows: ['<keys.ready>', '<keys.perhaps>?'],
    texts: {
      'a.ts': `
import { Keys } from './keys';
export function make(keys: Keys) {
  show(keys.ready);
  show(keys.perhaps);
}`,
      'keys.ts': `
import { Key } from 'lib';
export class Keys {
  ready;
  perhaps;
  constructor(on?: boolean) {
    this.ready = new Key('one');
    if (on) {
      this.perhaps = new Key('two');
    }
  }
}`,
      'a.py': `
from keys import Keys
def make(keys: Keys):
    show(keys.ready)
    show(keys.perhaps)
`,
      'keys.py': `
from lib import Key
class Keys:
    def __init__(self, on: bool = False):
        self._key = Key("one")
        self.perhaps = Key("two") if on else None
    @property
    def ready(self):
        return self._key
`,
      'a.java': `
import lib.*;
class Stack {
  void make(Keys keys) {
    show(keys.getReady());
    show(keys.getPerhaps());
  }
}
class Keys {
  private final Key key = new Key("one");
  private Key other = null;
  Key getReady() { return key; }
  Key getPerhaps() { return other; }
}`,
      'a.cs': `
using lib;
class Stack {
  void Make(Keys keys) {
    show(keys.ready);
    show(keys.perhaps);
  }
}
class Keys {
  readonly Key _key = new("one");
  Key? _other = null;
  Key ready => _key;
  Key? perhaps => _other;
}`,
    },
  },
  {
    name: 'what nobody knows is unknown, and so is what is made of itself',
    shows: ['?', '?'],
    texts: {
      'a.ts': 'const a = b; const b = a;\nshow(a);\nshow(x++);',
      'a.cs': 'var a = b; var b = a;\nshow(a);\nshow(from x in y select x);',
      'a.py': 'def a():\n    return a()\nshow(a())\nshow([x for x in y])\n',
    },
  },
];

describe('the value of an expression', () => {
  showInEach(programs);

  it('takes the part of an object that is asked for, spreads, defaults and JavaScript modules', async () => {
    const text = `
const { Key, other: alias = 'none' } = require('lib');
const base = { a: 1, b: 'two' };
const { b, c = 'three' } = { ...base, d: 4 };
show(Key);
show({ ...base, b: c });
show(b ?? alias);
show({ ...unseen });
module.exports = { b };
`;
    assert.deepEqual(await shown('a.js', text), ['lib.Key', '{a: 1, b: three}', 'two', '{…}']);
  });

  it('is not mistaken for an operator by a name that every object of JavaScript has', async () => {
    const text = `
class Names {
  static final String SUFFIX = suffix();
  static String suffix() { return String.valueOf("a"); }
  void make(Random random) {
    show(SUFFIX);
    show(random.toString(1));
    show(text.isPrototypeOf(SUFFIX));
  }
}`;
    assert.deepEqual(await shown('a.java', text), [
      'String.valueOf(a)',
      '?',
      'text.isPrototypeOf(String.valueOf(a))',
    ]);
  });

  it('of Go has a sign in front of all that is taken of its operand', async () => {
    const text = `
package main
type Settings struct { On bool }
func isOn(on bool) bool { return on }
func choose(on bool) string {
	if !isOn(on) {
		return "off"
	}
	return "on"
}
func main() {
	settings := &Settings{On: true}
	show(choose(true))
	show(!settings.On)
	show(!isOn(false))
}`;
    assert.deepEqual(await shown('a.go', text), ['on', 'false', 'true']);
  });

  it('is looked for in no more worlds than the answers to its questions make', async () => {
    const text = `
interface Props { a?: boolean; b?: string; c: boolean }
export class Stack {
  constructor(props: Props = {}) {
    show(props.a ? (props.b ?? 'default') : props.c ? 'c' : 'none');
  }
}`;
    assert.deepEqual(await shown('a.ts', text), ['none | default | c | <props.b>']);
  });

  for (const body of ['try { first(); } catch { first(); }', 'Action later = delegate { first(); };']) {
    it(`in C#, what follows ${body}`, async () => {
      const text = `class A { void Run() { ${body} show("x"); } }`;
      assert.deepEqual(await shown('a.cs', text), ['x']);
    });
  }

  it('what a module has that is not read may hold or not, and so may a variable that is only said to be there', async () => {
    const text = `
import { isProd } from 'elsewhere';
declare const on: boolean;
show(isProd ? 'a' : 'b');
show(on ? 'a' : 'b');
show(on);`;
    assert.deepEqual(await shown('a.ts', text), ['b | a', 'b | a', 'on']);
  });
});
