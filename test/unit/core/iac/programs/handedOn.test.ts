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
];

describe('an object that is handed to a function', () => {
  showInEach(programs);
});
