import type { Seed } from '../test/emulator/index.ts';

/** Ten accounts in the Regions that every account has, each with a trail for all of them and one for its own. */
export const accounts = Array.from({ length: 10 }, (_, index) => ({
  profile: `account-${index}`,
  id: String(index + 1)
    .repeat(12)
    .slice(0, 12),
  accessKeyId: `AKIABENCH00000000${String(index).padStart(3, '0')}`,
}));

export const seed: Seed = world => {
  for (const { profile, id, accessKeyId } of accounts) {
    const account = world.account(id, { name: profile, accessKeys: [accessKeyId] });
    account.bucket(`${profile}-logs`, 'eu-west-1', { bucketKey: true });
    account.key('eu-west-1', 'alias/cloudtrail', { rotation: true });
    account.trails(`
      name  | home      | scope       | bucket          | key              | status
      main  | eu-west-1 | all Regions | ${profile}-logs | alias/cloudtrail | delivered 3m ago
      local | us-east-1 | one Region  | ${profile}-logs | -                | delivered 5m ago
    `);
  }
};
