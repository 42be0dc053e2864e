import { createCloudFormation } from '../../../../../src/core/iac/cloudformation/index.ts';
import { createSam } from '../../../../../src/core/iac/sam/index.ts';
import { goldens } from '../golden.ts';

describe('CloudFormation', () => goldens('cloudformation', [createCloudFormation(), createSam()]));
