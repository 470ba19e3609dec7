import type { Construct } from "constructs";
import { parseArn } from "../../arn";
import { ConfigError } from "../../config-error";
import {
  type AwsEnvironment,
  InlinePolicy,
  judgePolicy,
  type Role,
  renderPolicyLater,
  type Statement,
  type User,
} from "../../iam";
import { freeSid } from "../../iam/policies/free-sid";
import { accountRootOf } from "../../iam/policies/principals";
import {
  aliasCondition,
  aliasGrantProblems,
  delegates,
  IN_NO_REGION,
  keyArnPattern,
  rootArnOf,
} from "../grants/grant-statements";
import { freeId, slug } from "../ids";
import { type AudienceName, audienceTraits } from "../policy/audiences";
import { audienceStatements, type PolicyKey, useProblems } from "../policy/build-key-policy";
import { conditionProblems } from "../policy/conditions";
import { delegatedBy } from "../policy/key-policy";
import { lockoutProblem } from "../policy/lockout";
import { principalProblem, statementsFor } from "../policy/principal-statements";
import { assertGrant, type Grantee, type GrantOptions } from "./grant-arguments";

export type { Grantee, GrantOptions } from "./grant-arguments";

/** What a grant came to. */
export interface KeyGrant {
  /** What the key policy got; of a key that lives elsewhere, what its policy has to have. */
  readonly keyStatements: readonly Statement[];
  /** What the identity's policy got; for a principal given by ARN, what it has to have if it is in another account. */
  readonly identityStatements: readonly Statement[];
  readonly keyAttached: boolean;
  readonly identityAttached: boolean;
}

/** The key that access is about. */
export interface AccessTarget {
  readonly construct: Construct;
  readonly key: PolicyKey;
  readonly keyArn: () => string;
  readonly env: AwsEnvironment | undefined;
  /** Statements of the key policy; absent when it is not ours to write. */
  readonly policy?: readonly Statement[];
}

/** A key policy that grows with each grant, and the policies of identities that belong to it. */
export class KeyAccess {
  private readonly added: Statement[] = [];
  private readonly granted: { statement: Statement; principals: string[] }[] = [];
  /** What each role and user has by policies of its own, as JSON. */
  private readonly attached = new WeakMap<Role | User, Set<string>>();

  /** Until the next grant. */
  private current: readonly Statement[] | undefined;

  constructor(private readonly target: AccessTarget) {}

  /** The text of the key policy, with every grant that is made until it is needed. */
  render(): string {
    return renderPolicyLater(this.target.construct, "key", () => this.statements());
  }

  /** The key policy as it is now. */
  statements(): readonly Statement[] {
    const { policy = [] } = this.target;
    // The same list as long as it is the same policy: what judges and renders it knows it again.
    if (this.added.length === 0 && this.granted.length === 0) return policy;
    this.current ??= [
      ...policy,
      ...this.added,
      ...this.granted.flatMap(({ statement, principals }) => statementsFor(principals, statement)),
    ];
    return this.current;
  }

  /**
   * Adds statements; a sid that is there already gets a number.
   *
   * @returns the statements as they stand now
   * @throws {@link ConfigError} when the policy would become invalid or too long, or lock everybody out
   */
  add(statements: readonly Statement[]): readonly Statement[] {
    const { construct, env } = this.target;
    const named: Statement[] = [];
    for (const statement of statements) named.push({ ...statement, sid: this.freeSid(statement.sid, named) });
    const before = this.statements();
    const all = [...before, ...named];
    // Where nobody had it before, that was acknowledged.
    const lockout =
      lockoutProblem(before, env?.accountId) === undefined ? lockoutProblem(all, env?.accountId) : undefined;
    const problems = [...judgePolicy("key", all), ...(lockout === undefined ? [] : [lockout])];
    if (problems.length > 0) throw new ConfigError(construct.node.path, problems);
    this.added.push(...named);
    this.current = undefined;
    return named;
  }

  /** @throws {@link ConfigError} with every reason why it cannot be granted */
  grant(audience: AudienceName, grantee: Grantee, options: GrantOptions = {}): KeyGrant {
    assertGrant(this.target.construct.node.path, audience, grantee, options);
    const { alias, crossAccount, byName = false, ...use } = options;
    const { construct, env, policy, keyArn } = this.target;
    const arn = arnOf(grantee);
    const other = crossAccount ?? this.isElsewhere(arn);
    const rootArn = rootArnOf(env, policy);
    const problems = this.problems(audience, grantee, options, other, rootArn);
    if (problems.length > 0) throw new ConfigError(construct.node.path, problems);

    const wanted = audienceStatements({ env: env ?? IN_NO_REGION }, this.target.key, audience, use);
    const identityStatements = wanted.map((statement) =>
      alias === undefined || env === undefined
        ? { ...statement, resources: [keyArn()] }
        : { ...aliasCondition(statement, alias), resources: [keyArnPattern(env)] },
    );
    const attachable = !("arn" in grantee);
    const viaIdentity = attachable && !other && delegates(rootArn, policy, wanted);
    const keyStatements = viaIdentity
      ? []
      : this.keySide(wanted, arn, alias, byName ? accountRootOf(arn) : undefined, rootArn);
    const toIdentity = attachable && (viaIdentity || other || alias !== undefined || policy === undefined);
    if (toIdentity) this.attachNew(grantee, identityStatements);
    return {
      keyStatements,
      identityStatements: toIdentity || !attachable ? identityStatements : [],
      keyAttached: policy !== undefined && keyStatements.length > 0,
      identityAttached: toIdentity,
    };
  }

  private problems(
    audience: AudienceName,
    grantee: Grantee,
    { alias, crossAccount: _, byName, ...use }: GrantOptions,
    other: boolean,
    rootArn: string | undefined,
  ): readonly string[] {
    const what = `grant of ${audience}`;
    const problems = [
      ...useProblems(what, this.target.key, audience, use),
      ...conditionProblems(what, use, audienceTraits(audience).conditions),
    ];
    const principal = principalProblem(`principals of ${what}`, arnOf(grantee));
    if (principal !== undefined) problems.push(principal);
    if (other && !audienceTraits(audience).uses)
      problems.push(`${what} must stay in the key's account: another account can only use a key`);
    if (byName === true && (!other || accountRootOf(arnOf(grantee)) === undefined))
      problems.push(`${what} by name needs a principal of another account, whose ARN shows it`);
    if (use.viaServices !== undefined && this.target.env === undefined)
      problems.push(`${what} with viaServices needs env`);
    if (alias !== undefined) problems.push(...aliasGrantProblems(what, alias, audience));
    if (alias !== undefined && "arn" in grantee)
      problems.push(
        `${what} by alias needs a role or user of this app: KMS knows kms:ResourceAliases in their policies only`,
      );
    if (alias !== undefined && other) problems.push(`${what} by alias must stay in the key's account`);
    if (alias !== undefined && (this.target.env === undefined || rootArn === undefined))
      problems.push(`${what} by alias needs env`);
    return problems;
  }

  /**
   * Adds to the key policy. With an alias it only lets the identity's own policy decide, which has the condition; so it does for a principal that is named
   * by a condition, and `theirRoot` is the root of its account.
   */
  private keySide(
    wanted: readonly Statement[],
    arn: string,
    alias: string | undefined,
    theirRoot: string | undefined,
    rootArn: string | undefined,
  ): readonly Statement[] {
    return wanted.flatMap((statement) => {
      if (theirRoot !== undefined) return this.letOnce(delegatedBy(theirRoot, [arn], statement));
      const own =
        alias === undefined || rootArn === undefined
          ? statement
          : delegatedBy(rootArn, [arn], { ...statement, sid: `${statement.sid}ByAlias` });
      return alias === undefined ? this.let(own, arn) : this.letOnce(own);
    });
  }

  private let(statement: Statement, arn: string): readonly Statement[] {
    const same = this.granted.find((known) => isSame(known.statement, statement));
    if (same !== undefined) {
      if (!same.principals.includes(arn)) same.principals.push(arn);
      this.current = undefined;
      return statementsFor([arn], same.statement);
    }
    const named = { ...statement, sid: this.freeSid(`Grant${statement.sid}`) };
    this.granted.push({ statement: named, principals: [arn] });
    this.current = undefined;
    return statementsFor([arn], named);
  }

  /** For a statement whose condition, not its principal, says whom it is about. */
  private letOnce(statement: Statement): readonly Statement[] {
    const principals = typeof statement.principals === "object" ? [...(statement.principals.aws ?? [])] : [];
    const same = this.granted.find((known) => isSame(known.statement, statement));
    if (same !== undefined) return [same.statement];
    const named = { ...statement, sid: this.freeSid(`Grant${statement.sid}`) };
    this.granted.push({ statement: named, principals });
    this.current = undefined;
    return [named];
  }

  private freeSid(sid: string, others: readonly Statement[] = []): string {
    return freeSid(
      sid,
      [...this.statements(), ...others].map((statement) => statement.sid),
    );
  }

  /** A statement that the identity has already would only make its policies longer. */
  private attachNew(grantee: Role | User, statements: readonly Statement[]): void {
    const known = this.attached.get(grantee) ?? new Set<string>();
    this.attached.set(grantee, known);
    const added = statements.filter((statement) => !known.has(JSON.stringify(statement)));
    for (const statement of added) known.add(JSON.stringify(statement));
    if (added.length > 0) this.attach(grantee, added);
  }

  private attach(grantee: Role | User, statements: readonly Statement[]): void {
    const { construct } = this.target;
    const [first] = statements;
    const base = `${slug(first?.sid ?? "")}-of-${slug(grantee.node.path)}`;
    const id = freeId(construct, base);
    new InlinePolicy(construct, id, {
      // Unique in the role: another key may grant the same.
      name: `${slug(construct.node.path)}-${slug(id.slice(0, id.indexOf("-of-")))}${id.slice(base.length)}`.slice(
        -128,
      ),
      attachTo: "roleArn" in grantee ? { role: grantee } : { user: grantee },
      statements,
    });
  }

  private isElsewhere(arn: string): boolean {
    const account = parseArn(arn)?.account;
    const own = this.target.env?.accountId;
    return account !== undefined && own !== undefined && /^\d{12}$/.test(own) && account !== own;
  }
}

/** Whether two statements differ in their sids only. */
function isSame({ sid: _, ...one }: Statement, { sid: __, ...other }: Statement): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function arnOf(grantee: Grantee): string {
  if ("arn" in grantee) return grantee.arn;
  return "roleArn" in grantee ? grantee.roleArn : grantee.userArn;
}
