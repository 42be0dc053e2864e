import { type SameProgram, showInEach } from './program.ts';

/*
 * Branches, loops and calls: the same program in each language takes the same ways.
 */
const programs: readonly SameProgram[] = [
  {
    name: 'what is given under a condition',
    shows: ['nothing | two', 'one | two'],
    texts: {
      'a.ts': `
export function make(on?: boolean) {
  let key;
  if (on) {
    key = 'two';
  }
  show(key);
  const other = on ? 'two' : 'one';
  show(other);
}`,
      'a.py': `
def make(on: bool = False):
    key = None
    if on:
        key = "two"
    show(key)
    other = "two" if on else "one"
    show(other)
`,
      'a.go': `
package main
type Props struct {
	On bool
}
func make(props *Props) {
	var key string
	if props.On {
		key = "two"
	}
	show(key)
	other := "one"
	if props.On {
		other = "two"
	}
	show(other)
}`,
      'a.cs': `
class Props { public bool On { get; set; } }
class Maker(Props props) {
  void Make() {
    string key = null;
    if (props.On) key = "two";
    show(key);
    var other = props.On ? "two" : "one";
    show(other);
  }
}`,
    },
  },
  {
    name: 'a loop over a list that is written out, and a function that is called twice',
    shows: ['logs | cloudtrail', 'a | b'],
    texts: {
      'a.ts': `
for (const service of ['logs', 'cloudtrail']) { show(service); }
const make = (name: string) => { show(name); };
make('a');
make('b');`,
      'a.py': `
for service in ["logs", "cloudtrail"]:
    show(service)
def make(name):
    show(name)
make("a")
make("b")
`,
      'a.java': `
class Stack {
  Stack() {
    for (String service : List.of("logs", "cloudtrail")) { show(service); }
    make("a");
    make("b");
  }
  private void make(String name) { show(name); }
}`,
      'a.go': `
package main
func main() {
	for _, service := range []string{"logs", "cloudtrail"} {
		show(service)
	}
	make("a")
	make("b")
}
func make(name string) {
	show(name)
}`,
      'a.cs': `
foreach (var service in new[] { "logs", "cloudtrail" }) { show(service); }
Make("a");
Make(name: "b");
void Make(string name) => show(name);
`,
    },
  },
  {
    name: 'a function whose only call is not reached does not run; a variable of the environment may be missing',
    shows: ['lib.Key(one)', 'lib.Key(one)', ''],
    texts: {
      'a.ts': `
import { Key } from 'lib';
class Stack {
  constructor() {
    const key = new Key('one');
    if (process.env.CI === undefined) {
      this.make(key);
      this.onlyThen(key);
    }
    if (false) {
      this.never(key);
    }
  }
  private make(key?: Key) { show(key); }
  private onlyThen(key?: Key) { this.other.make(key); show(key); }
  private never(key?: Key) { show(key); }
}`,
      'a.py': `
import os
from lib import Key
class Stack:
    def __init__(self):
        key = Key("one")
        if os.environ.get("CI") is None:
            self.make(key)
            self.only_then(key)
        if False:
            self.never(key)
    def make(self, key: Key = None):
        show(key)
    def only_then(self, key: Key = None):
        self.other.make(key)
        show(key)
    def never(self, key: Key = None):
        show(key)
`,
      'a.java': `
import lib.*;
class Stack {
  Stack() {
    Key key = new Key("one");
    if (System.getenv("CI") == null) {
      make(key);
      onlyThen(key);
    }
    if (false) {
      never(key);
    }
  }
  private void make(@Nullable Key key) { show(key); }
  private void onlyThen(@Nullable Key key) { other.make(key); show(key); }
  private void never(@Nullable Key key) { show(key); }
}`,
      'a.go': `
package main
import (
	"lib"
	"os"
)
func main() {
	key := lib.Key("one")
	if os.Getenv("CI") == "" {
		make(key)
		onlyThen(key)
	}
	if false {
		never(key)
	}
}
func make(key *lib.Key) { show(key) }
func onlyThen(key *lib.Key) { other.make(key); show(key) }
func never(key *lib.Key) { show(key) }
`,
      'a.cs': `
using lib;
class Stack {
  Stack() {
    var key = new Key("one");
    if (Environment.GetEnvironmentVariable("CI") == null) {
      Make(key);
      OnlyThen(key);
    }
    if (false) {
      Never(key);
    }
  }
  void Make(Key? key) { show(key); }
  void OnlyThen(Key? key) { other.Make(key); show(key); }
  void Never(Key? key) { show(key); }
}`,
    },
  },
  {
    name: 'what a function returns in one of several cases, or in a turn of a loop, it may not return',
    shows: ['?', '?', 'a'],
    texts: {
      'a.ts': `
function inCase(one) { switch (one) { case 'x': return 'a'; default: return undefined; } }
function inTurn(all) { for (const one of all) { return one; } return undefined; }
function inFront(one) { if (one === 'x') { return 'a'; } switch (one) { case 'y': return 'b'; } return 'c'; }
show(inCase('y'));
show(inTurn([]));
show(inFront('x'));
`,
      'a.py': `
def in_case(one):
    match one:
        case "x":
            return "a"
    return None
def in_turn(all):
    for one in all:
        return one
    return None
def in_front(one):
    if one == "x":
        return "a"
    match one:
        case "y":
            return "b"
show(in_case("y"))
show(in_turn([]))
show(in_front("x"))
`,
      'a.java': `
class A {
  static String inCase(String one) { switch (one) { case "x": return "a"; default: return null; } }
  static String inTurn(List<String> all) { for (String one : all) { return one; } return null; }
  static String inFront(String one) { if (one.equals("x")) { return "a"; } switch (one) { case "y": return "b"; default: return "c"; } }
  void run() {
    show(A.inCase("y"));
    show(A.inTurn(List.of()));
    show(A.inFront("x"));
  }
}`,
      'a.go': `
package main
func inCase(one string) any {
	switch one {
	case "x":
		return "a"
	}
	return nil
}
func inTurn(all []string) any {
	for _, one := range all {
		return one
	}
	return nil
}
func inFront(one string) any {
	if one == "x" {
		return "a"
	}
	switch one {
	case "y":
		return "b"
	}
	return "c"
}
func main() {
	show(inCase("y"))
	show(inTurn([]string{}))
	show(inFront("x"))
}`,
      'a.cs': `
class A {
  static string InCase(string one) { switch (one) { case "x": return "a"; default: return null; } }
  static string InTurn(List<string> all) { foreach (var one in all) { return one; } return null; }
  static string InFront(string one) { if (one == "x") { return "a"; } switch (one) { case "y": return "b"; default: return "c"; } }
  void Run() {
    show(A.InCase("y"));
    show(A.InTurn(new List<string>()));
    show(A.InFront("x"));
  }
}`,
    },
  },
];

describe('the ways of a program', () => {
  showInEach(programs);
});
