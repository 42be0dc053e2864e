import { createCloudFormation } from '../../../../../src/core/iac/cloudformation/index.ts';
import { createServerless } from '../../../../../src/core/iac/serverless/index.ts';
import { goldens } from '../golden.ts';

describe('Serverless Framework', () => goldens('serverless', [createServerless(), createCloudFormation()]));
