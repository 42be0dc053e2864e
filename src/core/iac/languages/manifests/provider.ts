import type { KeyFacts } from '../../../trail/key.ts';
import type { TextEdit } from '../../fix.ts';
import type { Written } from '../../formats/print.ts';
import type { Entry } from '../../formats/tree.ts';
import type { LanguageId } from '../../languageTable.ts';
import type { Manifest, ManifestFile } from './manifest.ts';
import type { Instance, Resource, Template } from './resource.ts';
import type { Resolver, Scope } from './scope.ts';
import type { Text, Value } from './value.ts';

/** What a resource is in AWS, as far as trails depend on it. */
export type Role =
  | 'trail'
  | 'key'
  | 'replica-key'
  | 'external-key'
  | 'alias'
  /** The policy of a key, declared apart from it. */
  | 'key-policy'
  | 'bucket'
  | 'bucket-encryption';

/** What one family of controllers calls things, and how its resources name each other. */
export interface Provider {
  readonly language: LanguageId;
  /** Whether a text may declare a trail; asked of every text. */
  mayDeclareTrail(text: string): boolean;
  /** Whether a text that is beside one with a trail may hold keys, templates or custom resources for it. */
  mayHold(text: string): boolean;
  roleOf(resource: Pick<Resource, 'group' | 'kind'>): Role | undefined;
  /** Whether the controller makes the resource what its manifest says. */
  isManaged(resource: Resource, scope: Scope): boolean;
  /** Where a property may stand, the place that counts first. */
  placesOf(property: string, resource: Resource): readonly string[];
  readonly properties: Properties;
  /** Whether a resource leaves a property to be set elsewhere; absent where none can. */
  ignores?(resource: Resource, property: string): boolean;
  /** What a property refers to, by its value or by the fields for references beside it. */
  reference(resource: Resource, property: string, scope: Scope, around: Around): Reference;
  /** What a resource is called in AWS. */
  nameInAws(resource: Resource, scope: Scope): Value;
  regionOf(resource: Resource, scope: Scope): Value;
  /** What an object of these texts says of the account in which a resource is created: an ARN in it, or its number. */
  accountOf?(resource: Resource, scope: Scope, files: readonly ManifestFile[]): string | undefined;
  /** Whether an object says in which accounts others are created: what it names counts for those that it is meant for. */
  namesAccounts?(manifest: Manifest): boolean;
  /** Templates that a text holds, and what they make. */
  templatesIn(file: ManifestFile, around: readonly ManifestFile[]): readonly TemplateOf[];
  /** What templates are filled in for in a text, beside its custom resources. */
  instancesIn?(file: ManifestFile, templates: readonly TemplateOf[]): readonly Instance[];
  readonly resolve: Resolver;
  readonly writes: Writes;
}

export interface TemplateOf {
  readonly template: Template;
  readonly resources: readonly Resource[];
}

/** The resources that may refer to each other. */
export interface Around {
  readonly provider: Provider;
  readonly resources: readonly Resource[];
  /** What the reading is for: what templates are filled in for, where nothing else is asked. */
  readonly deployed: readonly Instance[];
}

export type Reference =
  | { readonly kind: 'none' }
  | { readonly kind: 'named'; readonly text: Text; readonly form?: KeyFacts['form'] }
  | { readonly kind: 'declared'; readonly resource: Resource; readonly form?: KeyFacts['form'] }
  /** A resource that no text at hand declares. */
  | { readonly kind: 'elsewhere'; readonly name: string }
  | { readonly kind: 'unknown' };

export interface Properties {
  readonly key: string;
  readonly bucket: string;
  readonly policy: string;
  readonly rotation: string;
  /** Absent where a key cannot be switched off. */
  readonly enabled?: string;
  readonly spec: string;
  readonly usage: string;
  readonly origin?: string;
  readonly target: string;
  readonly logging?: string;
  readonly organization: string;
  readonly validation: string;
}

/** The names of Terraform's provider, as what is generated from it spells them: providers of Crossplane and Pulumi. */
export const namesOfTerraform: Properties = {
  key: 'kmsKeyId',
  bucket: 's3BucketName',
  policy: 'policy',
  rotation: 'enableKeyRotation',
  enabled: 'isEnabled',
  spec: 'customerMasterKeySpec',
  usage: 'keyUsage',
  target: 'targetKeyId',
  logging: 'enableLogging',
  organization: 'isOrganizationTrail',
  validation: 'enableLogFileValidation',
};

/** What a fix writes. */
export interface Writes {
  /** The fields that name a key besides the property of its own. */
  readonly referenceFields: readonly string[];
  /** The field by which a trail names a key that is declared beside it, and its value; undefined where nothing names it. */
  keyReference(key: Resource, trail: Resource, around: Around): Field | undefined;
  /** What makes a key that nothing names so far one that the trail can name; left out where every key has a name. */
  nameKey?(key: Resource, trail: Resource, around: Around): NewKeyResources | undefined;
  /** Undefined where the trail says in another way than a key can where it is deployed. */
  newKey(key: NewKey): NewKeyResources | undefined;
  /** How a text names the account in which it is deployed, and the Region; left out where it names an account by its number alone. */
  home?(trail: Resource, asks: Asks): Home | undefined;
  /** A policy as a key beside a resource takes it; left out for JSON in a string. */
  policy?(policy: Written, near: Resource): Written;
  /** An item of a template, which is created where the trail is. */
  item(resource: NewResource, trail: Resource): Written;
  /**
   * The key by which a trail falls back where an input gives none: a given key still counts. Undefined if that cannot be
   * written. Left out where a template does so by itself.
   */
  fallBack?(entry: Entry, value: string, trail: Resource): FileEdits | undefined;
  /** The ARN of the key that a field names differently; undefined if there is none. */
  arnOf?(written: string, trail: Resource): string | undefined;
  /** What makes a template ask for an input that may be left out; undefined where the input is of another kind. */
  requireInput(path: string, trail: Resource): readonly FileEdits[] | undefined;
}

/** What a policy has to name besides the account and the partition. */
export interface Asks {
  readonly region: boolean;
  /** The account that owns the trail of an organization. */
  readonly organization: boolean;
}

/** The account and the partition that a policy has to name, and the Region of what is deployed, as a text writes them. */
export interface Home {
  readonly account: string;
  /** That owns the trail, where it is another one: the management account of an organization. */
  readonly owner?: string;
  readonly partition: string;
  readonly region?: string;
  /** What has to be declared for that. */
  readonly needs: readonly FileEdits[];
}

export type Field = readonly [property: string, value: Written];

export interface NewKey {
  /** Free among the resources of the text. */
  readonly name: string;
  readonly trail: Resource;
  /** The Region of the log bucket, where that is known: the key has to be there. */
  readonly region: string | undefined;
  readonly description: string;
  readonly policy: Written;
}

export interface NewKeyResources {
  /** The key, and its alias; of a key that is there, the alias alone. */
  readonly resources: readonly NewResource[];
  /** How the trail names the key. */
  readonly reference: Field;
}

export interface NewResource {
  readonly name: string;
  readonly manifest: Written;
  /** What a template does to its fields besides. */
  readonly patches?: readonly Written[];
}

export interface FileEdits {
  readonly file: ManifestFile;
  readonly edits: readonly TextEdit[];
}
