import type { TerraformResource } from "cdktf";
import type { Construct } from "constructs";
import { ConfigError } from "../../config-error";
import { acknowledgedIn, judgePolicy, renderPolicyLater, type Statement } from "../../iam";
import { freeSid } from "../../iam/policies/free-sid";
import { noteRelaxations } from "../../relaxations";

/** The policy of one bucket, to which other constructs add what they need. There is one resource for it: a second would undo the first. */
export class GrowingPolicy {
  private all: readonly Statement[] = [];
  private resource: TerraformResource | undefined;

  /** @throws {@link ConfigError} when the statements are not a valid bucket policy */
  constructor(
    private readonly construct: Construct,
    statements: readonly Statement[],
  ) {
    this.set(statements);
  }

  get statements(): readonly Statement[] {
    return this.all;
  }

  /** The text, with every statement that is added until it is needed. */
  render(): string {
    return renderPolicyLater(this.construct, "bucket", () => this.all);
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
   * @throws {@link ConfigError} when the policy would become invalid or too long
   */
  add(statements: readonly Statement[]): readonly Statement[] {
    const added: Statement[] = [];
    for (const statement of statements) {
      const taken = [...this.all, ...added].map(({ sid }) => sid);
      added.push({ ...statement, sid: freeSid(statement.sid, taken) });
    }
    this.set([...this.all, ...added]);
    if (this.resource !== undefined) this.keepReasonsWith(this.resource);
    return added;
  }

  /** Changes the statement of that sid, where there is one. @throws {@link ConfigError} when the policy would become invalid */
  revise(sid: string, change: (statement: Statement) => Statement): void {
    this.set(this.all.map((statement) => (statement.sid === sid ? change(statement) : statement)));
  }

  /** Says at once what is wrong, not only when the stack is written. */
  private set(statements: readonly Statement[]): void {
    const problems = judgePolicy("bucket", statements);
    if (problems.length > 0) throw new ConfigError(this.construct.node.path, problems);
    this.all = statements;
  }
}
