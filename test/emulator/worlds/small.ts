import type { Seed } from '../world/seed.ts';

/** One account, one trail, one key: to try the emulator by hand, and the example for a world of one's own. */
export const seed: Seed = world => {
  const acme = world.account('123456789012', { name: 'acme', accessKeys: ['AKIAIOSFODNN7EXAMPLE'] });
  acme.bucket('acme-logs', 'eu-west-1');
  acme.key('eu-west-1', 'alias/cloudtrail');
  acme.trails(`
    name  | home      | scope       | bucket    | key | status
    audit | eu-west-1 | all Regions | acme-logs | -   | delivered 3m ago
  `);
};
