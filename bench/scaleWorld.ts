import type { Seed } from '../test/emulator/index.ts';

export const access = { keys: 'AKIABENCHKEYS0000001', plain: 'AKIABENCHPLAIN000001' } as const;

/** An account with 20,000 keys, each with an alias, and a plain one. */
export const seed: Seed = world => {
  const keys = world.account('111122223333', { accessKeys: [access.keys] });
  for (let index = 0; index < 20_000; index++) {
    keys.key('eu-west-1', `alias/key-${index}`);
  }
  const plain = world.account('444455556666', { accessKeys: [access.plain] });
  plain.bucket('logs', 'eu-west-1');
  plain.key('eu-west-1', 'alias/cloudtrail');
  plain.trails(`
    name | home      | scope       | bucket | key
    main | eu-west-1 | all Regions | logs   | alias/cloudtrail
    bare | us-east-1 | one Region  | logs   | -
  `);
};
