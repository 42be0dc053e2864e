/** Whether a property that a trail does not have was meant for its key, by its name: `KmsKeyId`, `kms_key`, `encryptionKeyArn`. */
export function meansKey(name: string): boolean {
  return /^(?:kms_?(?:master_?)?key_?(?:id|arn)?|encryption_?key_?(?:id|arn)?)$/i.test(name);
}
