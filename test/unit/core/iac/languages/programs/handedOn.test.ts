import { type SameProgram, showInEach } from './program.ts';

/* An object or a list that is handed to a function: one that is read is followed, another one may do anything to it. */
const programs: readonly SameProgram[] = [
  {
    name: 'a function that is read is followed, another one may do anything',
    shows: ['lib.Key(a)', 'nothing', 'x', '?', 'nothing', 'nothing'],
    texts: {
      'a.ts': `
import { Key } from 'lib';
import { change } from 'elsewhere';
function fill(one, at) { one.name = 'x'; give(one); }
const give = one => { one.key = new Key('a'); };
function read(one) { return one.key; }
const filled = {}, other = {}, given = {}, kept = { name: 'x' };
fill(filled, other);
read(kept);
console.log(kept);
new Key(kept);
change(given);
show(filled.key);
show(other.key);
show(filled.name);
show(given.key);
show(kept.key);
const later = {};
show(later.key);
fill(later);
`,
      'a.js': `
const { Key } = require('lib');
const { change } = require('elsewhere');
const { fill } = require('./fill');
const filled = {}, other = {}, given = {}, kept = {};
fill(filled, other);
console.log(kept);
change(given);
show(filled.key);
show(other.key);
show(filled.name);
show(given.key);
show(kept.key);
show(undefined);
`,
      'fill.js': `
const { Key } = require('lib');
export const fill = (one, other) => {
  one.key = new Key('a');
  one.name = 'x';
};
`,
      'a.py': `
from lib import Key
from elsewhere import change
def fill(one, other):
    one["name"] = "x"
    give(one)
def give(one):
    one.update(key=Key("a"))
filled, other = {}, {}
filled = {}
other = {}
given = {}
kept = {}
fill(filled, other=other)
print(kept)
change(given)
show(filled["key"])
show(other["key"])
show(filled["name"])
show(given["key"])
show(kept["key"])
later = {}
show(later["key"])
fill(later, other)
`,
      'a.go': `
package main
import (
	"elsewhere"
	"fmt"
	"lib"
)
type Settings struct {
	name string
	key  lib.Key
}
func fill(one map[string]interface{}, other Settings) {
	one["name"] = "x"
	other.key = lib.Key("b")
	give(one)
}
func give(one map[string]interface{}) {
	one["key"] = lib.Key("a")
}
func main() {
	filled := map[string]interface{}{}
	other := Settings{name: "y", key: nil}
	given := map[string]interface{}{}
	kept := map[string]interface{}{}
	fill(filled, other)
	fmt.Println(kept)
	elsewhere.Change(given)
	show(filled["key"])
	show(other.key)
	show(filled["name"])
	show(given["key"])
	show(kept["key"])
	later := map[string]interface{}{}
	show(later["key"])
	fill(later, other)
}`,
      'a.cs': `
using lib;
class Stack {
  Stack() {
    var filled = new Settings { };
    var other = new Settings { };
    var given = new Settings { };
    var kept = new Settings { };
    Fill(filled, other: other);
    Console.WriteLine(kept);
    Changes.Change(given);
    show(filled.Key);
    show(other.Key);
    show(filled.Name);
    show(given.Key);
    show(kept.Key);
    var later = new Settings { };
    show(later.Key);
    Fill(later, other);
  }
  void Fill(Settings one, Settings other) {
    one.Name = "x";
    Give(one);
  }
  static void Give(Settings one) { one.Key = new Key("a"); }
}`,
    },
  },
  {
    name: 'by another name, in a list or an object, in a field, and where it is called later, it is the same object',
    shows: ['lib.Key(a)', 'lib.Key(b)', '?', '?', 'lib.Key(e)'],
    texts: {
      'a.ts': `
import { Key } from 'lib';
const named = {}, listed = {}, wrapped = {}, shared = {};
const alias = named;
alias.key = new Key('a');
for (const one of [listed, {}]) { one.key = new Key('b'); }
function fill({ one }) { one.key = new Key('c'); }
fill({ one: wrapped });
const give = () => { shared.key = new Key('d'); };
give();
show(named.key);
show(listed.key);
show(wrapped.key);
show(shared.key);
class Stack {
  private readonly settings = { trail: {} };
  constructor() {
    this.fill(this.settings.trail);
    show(this.settings.trail.key);
  }
  fill(one) { one.key = new Key('e'); }
}`,
      'a.py': `
from lib import Key
named = {}
listed = {}
wrapped = {}
shared = {}
alias = named
alias["key"] = Key("a")
for one in (listed, {}):
    one["key"] = Key("b")
def fill(all):
    all["one"]["key"] = Key("c")
fill({"one": wrapped})
def give():
    shared["key"] = Key("d")
give()
show(named["key"])
show(listed["key"])
show(wrapped["key"])
show(shared["key"])
class Stack:
    def __init__(self):
        self.settings = {"trail": {}}
        self.fill(self.settings["trail"])
        show(self.settings["trail"]["key"])
    def fill(self, one):
        one["key"] = Key("e")
`,
    },
  },
  {
    name: 'what others give to a field of an object is seen where that is certain, and not known where it may be',
    shows: ['lib.Key(a)', '?', 'nothing'],
    texts: {
      'a.ts': `
import { Key } from 'lib';
class Settings { key = undefined; }
function fill(settings: Settings) { settings.key = new Key('b'); }
class Stack {
  constructor() {
    const own = new Settings();
    own.key = new Key('a');
    show(own.key);
  }
}
const filled = new Settings();
fill(filled);
show(filled.key);
class Others { key = undefined; }
const others = new Others();
show(others.key);
`,
      'a.py': `
from dataclasses import dataclass
from lib import Key
@dataclass
class Settings:
    key: Key | None = None
def fill(settings: Settings):
    setattr(settings, "key", Key("b"))
class Stack:
    def __init__(self):
        own = Settings()
        own.key = Key("a")
        show(own.key)
filled = Settings()
fill(filled)
show(filled.key)
@dataclass
class Others:
    key: Key | None = None
others = Others()
show(others.key)
`,
      'a.cs': `
using lib;
class Settings { public Key Key { get; set; } = null; }
class Others { public Key Key { get; set; } = null; }
class Stack {
  Stack() {
    var own = new Settings();
    own.Key = new Key("a");
    show(own.Key);
    var filled = new Settings();
    Fill(filled);
    show(filled.Key);
    var others = new Others();
    show(others.Key);
  }
  void Fill(Settings settings) { settings.Key = new Key("b"); }
}`,
    },
  },
  {
    name: 'a variable without a value may be given one by a function, whatever else that does, and is not known then',
    shows: ['?', 'nothing'],
    texts: {
      'a.ts': `
let given = undefined, kept = undefined;
setup();
show(given);
show(kept);
function setup() { given = lookup('a'); }
`,
      'a.cs': `
class Stack {
  Stack() {
    Key given = null;
    Key kept = null;
    Make(out given);
    Read(kept);
    show(given);
    show(kept);
  }
  void Make(out Key key) { key = Lookup("a"); }
  void Read(Key key) { }
}`,
      'a.go': `
package main
func fill(key *Key) {
	*key = lookup("a")
}
func read(key Key) {}
func main() {
	var given Key = nil
	var kept Key = nil
	fill(&given)
	read(kept)
	show(given)
	show(kept)
}`,
    },
  },
  {
    name: 'a class that others extend may have something else in their objects; a dictionary has what it is asked for',
    shows: ['?', 'nothing', 'a', 'b'],
    texts: {
      'a.py': `
settings = {"key": "a"}
class Base:
    def __init__(self):
        show(self.key())
        show(self.other())
    def key(self):
        return None
    def other(self):
        return None
class Special(Base):
    def key(self):
        return "x"
show(settings.get("key"))
show(settings.get("other", "b"))
`,
      'a.ts': `
const settings = { key: 'a' };
class Base {
  constructor() {
    show(this.key());
    show(this.other());
  }
  key() { return undefined; }
  other() { return undefined; }
}
class Special extends Base {
  key() { return 'x'; }
}
show(settings.key.toString());
show(settings.other ?? 'b');
`,
    },
  },
  {
    name: 'a name of the program that a function says it means is that one',
    shows: ['lookup(a)', 'nothing'],
    texts: {
      'a.py': `
given = None
kept = None
def setup():
    global given
    given = lookup("a")
    kept = lookup("b")
setup()
show(given)
show(kept)
`,
    },
  },
];

describe('an object that is handed to a function', () => {
  showInEach(programs);
});
