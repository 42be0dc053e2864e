import { createTerraform } from '../../../../../src/core/iac/terraform/index.ts';
import { goldens } from '../golden.ts';

describe('terraform: goldens', () => {
  goldens('terraform', [createTerraform()]);
});
