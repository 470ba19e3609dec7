/** Keys, policies and aliases in memory, as far as `setup-kms` asks for them. */
import type { Condition, KeyState } from "../../../scripts/core/key-life/ports";
import type { KeySetup } from "../../../scripts/core/key-setup/ports";
import { OperatorError } from "../../../scripts/errors";

export class FakeKeySetup implements KeySetup {
  /** By ARN. */
  readonly keys = new Map<
    string,
    { policy: string; rotates: boolean; condition: Condition; encrypts: boolean }
  >();
  /** Key ARNs by alias. */
  readonly aliases = new Map<string, string>();
  /** Calls that change something, by name. */
  readonly changes: string[] = [];
  /** Name of a call that fails. */
  broken: string | undefined;

  async state(name: string): Promise<KeyState> {
    const arn = this.aliases.get(name) ?? name;
    const key = this.keys.get(arn);
    return key === undefined
      ? { arn: name, condition: "not found", replicas: [] }
      : { arn, condition: key.condition, encrypts: key.encrypts, replicas: [] };
  }

  async create(policy: string): Promise<string> {
    this.change("create");
    const arn = `arn:aws:kms:eu-central-1:111122223333:key/key-${this.keys.size + 1}`;
    this.keys.set(arn, { policy, rotates: false, condition: "usable", encrypts: true });
    return arn;
  }

  async addAlias(alias: string, keyArn: string): Promise<void> {
    this.change("addAlias");
    this.aliases.set(alias, keyArn);
  }

  policy = async (keyArn: string): Promise<string> => this.key(keyArn).policy;

  async replacePolicy(keyArn: string, policy: string): Promise<void> {
    this.change("replacePolicy");
    this.key(keyArn).policy = policy;
  }

  rotates = async (keyArn: string): Promise<boolean> => this.key(keyArn).rotates;

  async rotate(keyArn: string): Promise<void> {
    this.change("rotate");
    this.key(keyArn).rotates = true;
  }

  private key(arn: string) {
    const key = this.keys.get(arn);
    if (key === undefined) throw new Error(`there is no key ${arn}`);
    return key;
  }

  private change(name: string): void {
    if (this.broken === name) throw new OperatorError("unavailable", `cannot ${name}: the service fails`);
    this.changes.push(name);
  }
}
