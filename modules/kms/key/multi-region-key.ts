import type { Construct } from "constructs";
import { region as regionForm } from "../../aws-formats";
import { type Check, isObject, knownMap, object, optional, type Shape } from "../../shape";
import { isToken } from "../../tokens";
import { assertProps, assertValid, type Rule } from "../../validate";
import { GRANT_OF_KEY, Grant, type GrantProps } from "../grants/grant";
import type { AudienceName } from "../policy/audiences";
import { GrantableKey } from "./grantable-key";
import { Key } from "./key";
import type { Grantee, GrantOptions, KeyGrant } from "./key-access";
import type { KeyProps } from "./key-props";
import { KEY } from "./key-shape";
import { REPLICA, ReplicaKey, type ReplicaKeyProps } from "./replica-key";

/** One replica of {@link MultiRegionKey}. What is left out is as in the primary, `tags` included. */
export type ReplicaProps = Omit<ReplicaKeyProps, "primary" | "region">;

/** What {@link MultiRegionKey} needs. */
export interface MultiRegionKeyProps extends Omit<KeyProps, "multiRegion"> {
  /** Replicas by region, such as `{ "eu-west-1": {} }`. Their policies are made from the same audiences. */
  readonly replicas: Readonly<Record<string, ReplicaProps>>;
  /**
   * Grants on the primary and on every replica, by the id of their constructs.
   *
   * @default - none
   */
  readonly grants?: Readonly<Record<string, Omit<GrantProps, "key">>>;
}

const { multiRegion: _, ...PRIMARY } = KEY;

const PROPS: Shape<MultiRegionKeyProps> = {
  ...PRIMARY,
  replicas: regions(knownMap(object(REPLICA))),
  grants: optional(knownMap(object(GRANT_OF_KEY))),
};

/** Keys of the map are names of regions. */
function regions(map: Check): Check {
  return (what, value) => [
    ...map(what, value),
    ...Object.keys(isObject(value) && !isToken(value) ? value : {}).flatMap((name) =>
      regionForm(`a key of ${what}`, name),
    ),
  ];
}

const RULES: readonly Rule<MultiRegionKeyProps>[] = [
  ({ replicas }) => (Object.keys(replicas).length === 0 ? "replicas must name a region" : undefined),
  ({ replicas, region }) =>
    region !== undefined && region in replicas
      ? `replicas must not name the primary's region ${region}`
      : undefined,
];

/**
 * A key and its replicas in other regions, with the same aliases and grants everywhere, in one provider: each resource names its region.
 *
 * @throws {@link ConfigError} when a region is named twice, or as `Key` and `ReplicaKey` do.
 */
export class MultiRegionKey extends GrantableKey {
  /** The key that rotates, and from which the others are made. */
  readonly primary: Key;
  /** By region. */
  readonly replicas: Readonly<Record<string, ReplicaKey>>;

  constructor(scope: Construct, id: string, props: MultiRegionKeyProps) {
    super(scope, id);
    assertProps(this, props, PROPS);
    assertValid(this.node.path, props, RULES);
    const { replicas, grants = {}, ...primary } = props;
    this.primary = new Key(this, "primary", { ...primary, multiRegion: true });
    this.replicas = Object.fromEntries(
      Object.entries(replicas).map(([region, replica]) => [region, this.replica(region, props, replica)]),
    );
    for (const [grantId, grant] of Object.entries(grants)) this.grantEverywhere(grantId, grant);
  }

  /** Every key of the set, the primary first. */
  get keys(): readonly (Key | ReplicaKey)[] {
    return [this.primary, ...Object.values(this.replicas)];
  }

  /** ARNs of every key of the set, the primary's first. */
  get keyArns(): readonly string[] {
    return this.keys.map(({ keyArn }) => keyArn);
  }

  /** Lets a principal use the key in every region. */
  override grant(audience: AudienceName, grantee: Grantee, options?: GrantOptions): readonly KeyGrant[] {
    return this.keys.flatMap((key) => key.grant(audience, grantee, options));
  }

  private replica(region: string, props: MultiRegionKeyProps, own: ReplicaProps): ReplicaKey {
    const { aliases = [], deletionWindowInDays, preventDestroy, enabled, tags } = props;
    const { acknowledgeLockoutRisk, bypassPolicyLockoutSafetyCheck } = props;
    const inherited = {
      deletionWindowInDays,
      preventDestroy,
      enabled,
      tags,
      acknowledgeLockoutRisk,
      bypassPolicyLockoutSafetyCheck,
    };
    const defined = Object.fromEntries(Object.entries(inherited).filter(([, value]) => value !== undefined));
    const replica = new ReplicaKey(this, region, { ...defined, ...own, primary: this.primary, region });
    for (const name of aliases) replica.addAlias(name);
    return replica;
  }

  private grantEverywhere(id: string, grant: Omit<GrantProps, "key">): void {
    new Grant(this.primary, id, { ...grant, key: this.primary });
    for (const replica of Object.values(this.replicas))
      new Grant(replica, id, { ...grant, key: replica, keyType: this.primary.type, region: replica.region });
  }
}
