/*
 * What is to be known of a language outside of its folder: data alone, so that the entry of the extension can read it
 * without the readers. Code that would compare with a language's name uses one of these traits instead.
 */

export type LanguageId =
  | 'terraform'
  | 'terraformPlan'
  | 'terragrunt'
  | 'terraformStacks'
  | 'cloudformation'
  | 'sam'
  | 'serverless'
  | 'ansible'
  | 'cdk'
  | 'crossplane'
  | 'ack'
  | 'pulumi';

export interface LanguageTraits {
  /** The name that its makers use. */
  readonly name: string;
  /**
   * The endings of its files, without the first dot. `.json` and `.yaml` files are mostly something else: their text
   * decides.
   */
  readonly endings: readonly string[];
  /** Endings of the files, beside its own, that its tool reads of a folder without naming them. */
  readonly readAlong: readonly string[];
  /** Ids that VS Code and its extensions give to its documents. */
  readonly editorIds: readonly string[];
  /**
   * Words, as regular expressions, for what brings in other files that may declare a trail. A text that holds neither one
   * of them nor "cloudtrail" in any case is not shown to the language.
   */
  readonly importWords: readonly string[];
  /** The same for files of one ending alone: words for a trail in a file of which another one imports what makes it. */
  readonly wordsByEnding?: Readonly<Record<string, readonly string[]>>;
  /** Folders that its tools write: copies, downloads, state, builds. */
  readonly toolFolders: readonly string[];
  /** What a trail's reference to its key is called, and the switch for the rotation of a key. */
  readonly keyAttribute: string;
  readonly rotationAttribute: string;
  /** How one file brings in the resources of another; a deployment gives inputs to a module, and has no resources. */
  readonly composition:
    | 'module'
    | 'deployment'
    | 'nested-stack'
    | 'role'
    | 'custom-resource'
    | 'construct'
    | 'component';
  /** The property of the setting `defaultKey` that holds its key. */
  readonly defaultKey: 'terraform' | 'cloudformation' | 'ansible' | 'kubernetes' | 'pulumi';
  /** Each plan shows a difference where a trail names its key by the ARN of an alias. */
  readonly differsByAlias?: true;
  /**
   * As what other scanners know its files, and where they look for what silences them: comments at blocks, comments at the
   * resources of a template, comments at the tasks of a playbook (of which KICS alone has a rule for trails), annotations of
   * objects. They read no program, but what comes of it.
   */
  readonly scannerDialect: 'terraform' | 'template' | 'task' | 'kubernetes' | 'program';
  /** Where no key is written, what it makes of a trail that is there already keeps the key that it has. */
  readonly leavesKeyAlone?: true;
  /** A tool writes it from code that is elsewhere: it is read, and nothing is mended in it. */
  readonly isOutput?: true;
}

/** Terraform, and what Terraform or OpenTofu runs or makes. */
const terraform = {
  readAlong: [],
  keyAttribute: 'kms_key_id',
  rotationAttribute: 'enable_key_rotation',
  composition: 'module',
  defaultKey: 'terraform',
  differsByAlias: true,
  scannerDialect: 'terraform',
} as const;

/** Templates of CloudFormation and of SAM are told apart by their text. */
const templateEndings = ['json', 'yaml', 'yml', 'template', 'cfn', 'cform', 'sam'];

/** CloudFormation, and what becomes CloudFormation. */
const template = {
  readAlong: [],
  keyAttribute: 'KMSKeyId',
  rotationAttribute: 'EnableKeyRotation',
  composition: 'nested-stack',
  defaultKey: 'cloudformation',
  scannerDialect: 'template',
} as const;

/** Objects that a controller in a Kubernetes cluster makes so in AWS. */
const manifests = {
  leavesKeyAlone: true,
  endings: ['yaml', 'yml', 'json'],
  readAlong: [],
  editorIds: ['yaml', 'json', 'jsonc', 'helm'],
  importWords: [],
  toolFolders: [],
  rotationAttribute: 'enableKeyRotation',
  composition: 'custom-resource',
  defaultKey: 'kubernetes',
  scannerDialect: 'kubernetes',
} as const;

/** What makes a trail by a class or function that another file hands on. */
const trailOfOthers = 'Trail\\s*\\(';

/**
 * What makes objects of classes of other files, which need not say what is in them, and may hand them a key: the file of an app
 * or of a stage, and one that makes a key.
 */
export const handsKeysOn = 'Key(?:\\.Builder\\.create)?\\s*\\(|App\\s*\\(|Stage\\b';

/** The same in Pulumi, of whose programs no word says where they begin: an input that is called after a key. */
export const namesInputOfKey = 'kms_key|[kK]msKey';

/** The languages in which programs are written. */
const programEndings = ['ts', 'js', 'mjs', 'cjs', 'mts', 'cts', 'tsx', 'jsx', 'py', 'java', 'go', 'cs'];
const program = {
  wordsByEnding: {
    ...Object.fromEntries(programEndings.map(one => [one, [trailOfOthers, handsKeysOn]])),
    // A C# project may import for all of its files.
    cs: [trailOfOthers, handsKeysOn, '\\bTrail(?:Props|Args)\\b'],
  },
  endings: programEndings,
  editorIds: [
    'typescript',
    'javascript',
    'typescriptreact',
    'javascriptreact',
    'python',
    'java',
    'go',
    'csharp',
  ],
} as const;

export const languageTable: Readonly<Record<LanguageId, LanguageTraits>> = {
  terraform: {
    ...terraform,
    name: 'Terraform',
    endings: ['tf', 'tofu', 'tf.json', 'tofu.json'],
    readAlong: ['tfvars', 'tfvars.json'],
    editorIds: ['terraform', 'opentofu', 'hcl', 'json', 'jsonc'],
    importWords: ['\\bmodule\\b'],
    toolFolders: ['.terraform', 'cdktf.out'],
  },
  terraformPlan: {
    ...terraform,
    name: 'Terraform plan',
    endings: ['json'],
    editorIds: ['json', 'jsonc'],
    importWords: [],
    toolFolders: [],
    isOutput: true,
  },
  terragrunt: {
    ...terraform,
    name: 'Terragrunt',
    endings: ['hcl', 'hcl.json'],
    editorIds: ['terragrunt', 'hcl', 'json', 'jsonc'],
    importWords: ['\\bterraform\\b', '\\binclude\\b', '\\binputs\\b', '\\bunit\\b', '\\bstack\\b'],
    toolFolders: ['.terragrunt-cache', '.terragrunt-stack'],
    composition: 'deployment',
  },
  terraformStacks: {
    ...terraform,
    name: 'Terraform Stacks',
    endings: ['tfcomponent.hcl', 'tfcomponent.json'],
    editorIds: ['terraform-stack', 'hcl', 'json', 'jsonc'],
    importWords: ['\\bcomponent\\b', '\\bstack\\b'],
    toolFolders: [],
    composition: 'deployment',
  },
  cloudformation: {
    ...template,
    name: 'CloudFormation',
    endings: templateEndings,
    editorIds: ['yaml', 'json', 'jsonc', 'cloudformation', 'cloudformation-json', 'cloudformation-yaml'],
    importWords: ['AWS::CloudFormation::Stack'],
    toolFolders: ['cdk.out'],
  },
  sam: {
    ...template,
    name: 'SAM',
    endings: templateEndings,
    editorIds: ['yaml', 'json', 'jsonc', 'cloudformation', 'cloudformation-json', 'cloudformation-yaml'],
    importWords: ['AWS::CloudFormation::Stack', 'AWS::Serverless::Application'],
    toolFolders: ['.aws-sam'],
  },
  serverless: {
    ...template,
    name: 'Serverless Framework',
    endings: ['yaml', 'yml', 'json'],
    editorIds: ['yaml', 'json', 'jsonc'],
    importWords: ['AWS::CloudFormation::Stack'],
    toolFolders: ['.serverless'],
  },
  ansible: {
    name: 'Ansible',
    leavesKeyAlone: true,
    endings: ['yaml', 'yml'],
    readAlong: [],
    editorIds: ['yaml', 'ansible'],
    importWords: ['(?:include|import)_(?:role|tasks|playbook)\\b', '\\broles\\s*:'],
    toolFolders: [],
    keyAttribute: 'kms_key_id',
    rotationAttribute: 'enable_key_rotation',
    composition: 'role',
    defaultKey: 'ansible',
    scannerDialect: 'task',
  },
  crossplane: { ...manifests, name: 'Crossplane', keyAttribute: 'kmsKeyId' },
  cdk: {
    name: 'AWS CDK',
    endings: program.endings,
    readAlong: [],
    editorIds: program.editorIds,
    importWords: [],
    wordsByEnding: program.wordsByEnding,
    toolFolders: ['cdk.out'],
    keyAttribute: 'encryptionKey',
    rotationAttribute: 'enableKeyRotation',
    composition: 'construct',
    defaultKey: 'cloudformation',
    scannerDialect: 'program',
  },
  ack: { ...manifests, name: 'AWS Controllers for Kubernetes', keyAttribute: 'kmsKeyID' },
  pulumi: {
    name: 'Pulumi',
    endings: ['yaml', 'yml', 'json', ...program.endings],
    readAlong: [],
    editorIds: ['yaml', 'json', 'jsonc', 'pulumi', ...program.editorIds],
    importWords: [],
    wordsByEnding: Object.fromEntries(
      Object.entries(program.wordsByEnding).map(([end, words]) => [end, [...words, namesInputOfKey]]),
    ),
    toolFolders: ['.pulumi'],
    keyAttribute: 'kmsKeyId',
    rotationAttribute: 'enableKeyRotation',
    composition: 'component',
    defaultKey: 'pulumi',
    differsByAlias: true,
    scannerDialect: 'program',
  },
};

/** The traits of every language, in no particular order. */
export const allTraits: readonly LanguageTraits[] = Object.values(languageTable);

/** Whether other scanners know a trail of this language as a block of Terraform, and not as a resource of a template. */
export function isTerraformToScanners(language: LanguageId): boolean {
  return languageTable[language].scannerDialect === 'terraform';
}
