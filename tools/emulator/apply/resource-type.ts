/** How one Terraform resource type is mapped to the AWS SDK. */
import { isDeepStrictEqual } from "node:util";
import type { z } from "zod";
import type { EmulatorClients } from "../clients";
import { type Attributes, understand, understandNames } from "./stack-file";

/** What every mapping works with. */
export interface ApplyContext extends EmulatorClients {
  readonly account: string;
  readonly partition: string;
}

export interface Created {
  readonly id: string;
  /** What the service tells only now. */
  readonly computed?: Attributes;
}

/** A resource as the service shows it. */
export interface Found {
  /** Compared with what {@link Mapping.facts} expects; more than expected is fine. */
  readonly facts: unknown;
  /** Attributes for references from other resources. */
  readonly computed: Attributes;
}

export interface RemoveOptions {
  /** Whether a bucket may lose its content. */
  readonly empty: boolean;
}

/** What there is to say about a removal. */
export interface Removal {
  readonly remark: string;
  /** Whether the resource still exists, as a key does until its deletion is due. */
  readonly left: boolean;
}

/** `A` is what the schema makes of the attributes. */
export interface Mapping<A> {
  /** Attributes that cannot change in place. */
  readonly replaceOn: readonly (keyof A & string)[];
  create(context: ApplyContext, wanted: A): Promise<Created>;
  /** `undefined` when it is gone. */
  read(context: ApplyContext, id: string, wanted: A): Promise<Found | undefined>;
  /** What `read` is expected to find, in the service's own words. */
  facts(wanted: A): unknown;
  /** Called only when something differs; `before` is what was applied last. */
  update(context: ApplyContext, id: string, wanted: A, before: A): Promise<void>;
  /** Succeeds when it is gone already. */
  remove(context: ApplyContext, id: string, last: A, options: RemoveOptions): Promise<Removal | undefined>;
}

/** A mapping whose attribute type is hidden behind its schema. */
export interface ResourceType {
  /** The first attribute that differs and cannot change in place. */
  replacedBy(before: Attributes, wanted: Attributes): string | undefined;
  /** Whether default tags go into `tags`. */
  readonly taggable: boolean;
  /** @throws OperatorError (`usage`) naming every attribute that is not mapped */
  check(attributes: Attributes, address: string): void;
  /** Like `check`, before templates are resolved: judges names only, not values. */
  checkNames(attributes: Attributes, address: string): void;
  create(context: ApplyContext, wanted: Attributes): Promise<Created>;
  read(context: ApplyContext, id: string, wanted: Attributes): Promise<Found | undefined>;
  facts(wanted: Attributes): unknown;
  update(context: ApplyContext, id: string, wanted: Attributes, before: Attributes): Promise<void>;
  remove(
    context: ApplyContext,
    id: string,
    last: Attributes,
    options: RemoveOptions,
  ): Promise<Removal | undefined>;
}

/** Binds a mapping to the schema of its attributes; strict, so that nothing unknown slips through. */
export function resourceType<S extends z.ZodObject>(schema: S, mapping: Mapping<z.output<S>>): ResourceType {
  const parse = (attributes: Attributes) => schema.parse(attributes);
  return {
    replacedBy(before, wanted) {
      const [old, next] = [parse(before), parse(wanted)];
      return mapping.replaceOn.find((attribute) => !isDeepStrictEqual(old[attribute], next[attribute]));
    },
    taggable: "tags" in schema.shape,
    check: (attributes, address) => void understand(schema, attributes, address),
    checkNames: (attributes, address) => understandNames(schema, attributes, address),
    create: (context, wanted) => mapping.create(context, parse(wanted)),
    read: (context, id, wanted) => mapping.read(context, id, parse(wanted)),
    facts: (wanted) => mapping.facts(parse(wanted)),
    update: (context, id, wanted, before) => mapping.update(context, id, parse(wanted), parse(before)),
    remove: (context, id, last, options) => mapping.remove(context, id, parse(last), options),
  };
}
