/** What the set-up of a key needs of KMS, besides its state. */
export interface KeySetup {
  /** A symmetric key for encryption, with this policy. @returns its ARN */
  create(policy: string, description: string): Promise<string>;
  addAlias(alias: string, keyArn: string): Promise<void>;
  policy(keyArn: string): Promise<string>;
  replacePolicy(keyArn: string, policy: string): Promise<void>;
  /** Whether it rotates by itself. */
  rotates(keyArn: string): Promise<boolean>;
  /** Every 365 days. */
  rotate(keyArn: string): Promise<void>;
}
