import { Lazy, type TerraformResource } from "cdktf";
import type { Construct } from "constructs";
import { acknowledgedIn, renderPolicy, type Statement } from "../iam";
import { noteRelaxations } from "../relaxations";

/** The policy of one bucket, to which other constructs add what they need. There is one resource for it: a second would undo the first. */
export class GrowingPolicy {
  private rendered: string;
  private resource: TerraformResource | undefined;

  /** @throws ConfigError when the statements are not a valid bucket policy */
  constructor(
    private readonly construct: Construct,
    private all: readonly Statement[],
  ) {
    this.rendered = renderPolicy(construct, "bucket", all);
  }

  get statements(): readonly Statement[] {
    return this.all;
  }

  /** The text, with every statement that is added until it is needed. */
  render(): string {
    return Lazy.stringValue({ produce: () => this.rendered });
  }

  /** Keeps the reasons of statements with the resource, of those to come too. */
  keepReasonsWith(resource: TerraformResource): void {
    this.resource = resource;
    noteRelaxations(resource, acknowledgedIn(this.all));
  }

  /**
   * Adds statements; a sid that is there already gets a number.
   *
   * @returns the statements as they stand now
   * @throws ConfigError when the policy would become invalid or too long
   */
  add(statements: readonly Statement[]): readonly Statement[] {
    const added: Statement[] = [];
    for (const statement of statements) {
      const taken = [...this.all, ...added].map(({ sid }) => sid);
      added.push({ ...statement, sid: freeSid(statement.sid, taken) });
    }
    const all = [...this.all, ...added];
    this.rendered = renderPolicy(this.construct, "bucket", all);
    this.all = all;
    if (this.resource !== undefined) this.keepReasonsWith(this.resource);
    return added;
  }
}

function freeSid(sid: string, taken: readonly string[], number = 1): string {
  const candidate = number === 1 ? sid : `${sid}${number}`;
  return taken.includes(candidate) ? freeSid(sid, taken, number + 1) : candidate;
}
