import { bindingsOf, rootName } from '../outline/classes.ts';
import type { HandedSite } from '../outline/outline.ts';
import type { Environment } from './environment.ts';
import type { Attribute, Made, Reference, Value } from './value.ts';

/**
 * Whether what is called, and is not read, leaves what it is handed as it is: a class, a function of a framework, one of the
 * language that only reads.
 */
export function onlyReads({ call, argument }: HandedSite, called: Value, environment: Environment): boolean {
  const { callee } = call;
  const name = callee.kind === 'member' || callee.kind === 'name' ? callee.name : '';
  const { dialect } = environment.owner.file;
  if (callee.kind === 'self' || call.isNew || isLogged.test(name)) {
    return true;
  }
  switch (called.kind) {
    case 'nothing':
      return true;
    case 'reference':
      return (
        dialect.makers?.test(name) === true ||
        (isImported(rootName(callee), environment) && environment.world.library.owns(called)) ||
        isOfReader(called, argument)
      );
    case 'attribute': {
      const root = rootOf(called);
      const maker = root.kind === 'made' ? root.callee : root;
      return (
        maker.kind === 'reference' && (environment.world.library.owns(maker) || isOfReader(maker, argument))
      );
    }
    default:
      return callee.kind === 'member' && isOfLanguage(environment.evaluate(callee.object));
  }
}

/** What prints something is called so everywhere. */
const isLogged = /^(?:log|debug|info|warn|warning|error|trace|print|println|printf|write_?line)$/i;

function rootOf({ of }: Attribute): Made | Exclude<Attribute['of'], Attribute | Made> {
  return of.kind === 'attribute' ? rootOf(of) : of;
}

/** Methods of lists, texts and the like. */
function isOfLanguage({ kind }: Value): boolean {
  return kind === 'list' || kind === 'record' || kind === 'text' || kind === 'plain';
}

/** Whether it has its name by itself: of packages of which all is imported, it may be any one's. */
function isImported(name: string | undefined, { owner }: Environment): boolean {
  return name !== undefined && bindingsOf(name, owner).length > 0;
}

function isOfReader({ module, path }: Reference, argument: number | string): boolean {
  const names = [path.join('.'), [module, ...path].join('.')];
  return (
    names.some(name => readers.test(name)) && !(argument === 0 && names.some(name => changesFirst.test(name)))
  );
}

/** Modules, classes and functions of the languages whose calls leave what they are handed as it is. */
const readers = new RegExp(
  `^(?:${[
    'JSON|Object|Array|Math|Number|String|Boolean|Map|Set|Promise|structuredClone|process',
    'len|str|repr|bool|dict|list|tuple|set|sorted|zip|enumerate|iter|any|all|is\\w+|hasattr|getattr|vars|id|type',
    'json|copy|logging|pprint|os|pathlib',
    'fmt|append|cap|encoding/json\\.Marshal|maps|slices',
    'java|System|List|Objects|Optional|Arrays|Collections|Stream|Output',
    'Console|JsonSerializer|JsonConvert|Enumerable',
  ].join('|')})(?![\\w])`,
);

/** Those among them that change what they are handed first. */
const changesFirst = /^(?:Object\.(?:assign|define|setPrototypeOf)|maps\.Copy|Collections\.(?:addAll|sort))/;
