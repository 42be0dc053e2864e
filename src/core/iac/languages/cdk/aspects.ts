import { environmentsAt, everyTurn } from '../programs/evaluation/callers.ts';
import { madeOf, type Value } from '../programs/evaluation/value.ts';
import type { World } from '../programs/evaluation/world.ts';
import { calledName, type Owner, type ProgramFile } from '../programs/outline/outline.ts';
import { classOf } from './names.ts';

/**
 * Whether something may set properties of all constructs from outside: an aspect, a mixin, a property injector. Those that
 * only look at constructs, as the packs of cdk-nag do, and those that the program defines without a word of trails, do not.
 */
export function setFromOutside(files: readonly ProgramFile[], world: World): boolean {
  return files.some(
    ({ program, outline }) =>
      /propertyInjectors|property_injectors/.test(program.text) ||
      (['Aspects', 'Mixins'].some(name => program.text.includes(name)) &&
        ['add', 'apply'].some(method =>
          outline.callsOf(method).some(site => {
            const { callee } = site.call;
            const on =
              callee.kind === 'member' && callee.object.kind === 'call'
                ? calledName(callee.object)
                : undefined;
            return (
              /(?:^|_)of$/i.test(on ?? '') &&
              environmentsAt(site, world, everyTurn).some(environment => {
                const receiver = callee.kind === 'member' ? environment.evaluate(callee.object) : undefined;
                const isOurs = receiver && /^core\.(?:Aspects|Mixins)\.of$/.test(classOf(receiver) ?? '');
                const [first] = site.call.args;
                return isOurs && first !== undefined && mayChangeTrails(environment.evaluate(first.value));
              })
            );
          }),
        )),
  );
}

function mayChangeTrails(aspect: Value): boolean {
  if (aspect.kind === 'object') {
    return mentionsTrails(aspect.instance.owner);
  }
  const made = madeOf(aspect);
  const module = made?.callee.kind === 'reference' ? made.callee.module : undefined;
  return module === undefined || !/^(?:cdk[-_]nag|aws-cdk-lib|aws_cdk|@aws-cdk\/core)/.test(module);
}

function mentionsTrails({ range, file }: Owner): boolean {
  return /trail|kms/i.test(file.program.text.slice(range.start, range.end));
}
