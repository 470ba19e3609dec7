/** Who did what with a key, from CloudTrail's history of events: what failed comes first. */
import type { EventPage, KeyEvent, KeyEvents, Lookup, Window } from "./ports";

export interface AuditQuestion {
  /** ARN. */
  readonly keyArn: string;
  readonly window: Window;
  /** Of each look-up: a busy key has more events than anybody waits for. */
  readonly maxPages: number;
  readonly signal: AbortSignal;
}

/**
 * - `failed decrypt`: somebody wanted to open something and could not.
 * - `failed`: any other call that did not succeed.
 * - `change`: of the key, its policy, grants or aliases.
 * - `use`: all the rest.
 */
export type Kind = "failed decrypt" | "failed" | "change" | "use";
export const KINDS: readonly Kind[] = ["failed decrypt", "failed", "change", "use"];

/** Events that differ in their time only. */
export interface EventGroup {
  readonly kind: Kind;
  readonly event: string;
  readonly error: string | undefined;
  readonly principal: string;
  readonly through: string | undefined;
  readonly contextKeys: readonly string[];
  /** Whether the records say that it was this key: KMS does not, where a ciphertext is of nobody's. */
  readonly namesKey: boolean;
  readonly count: number;
  readonly first: Date;
  readonly last: Date;
}

/** How far one look-up went. */
export interface LookedUp extends Lookup {
  readonly events: number;
  /** Whether it reached the beginning of the window. */
  readonly complete: boolean;
  /** Of the oldest event that was looked at. */
  readonly oldest: Date | undefined;
}

export interface KeyAudit {
  readonly keyArn: string;
  readonly groups: readonly EventGroup[];
  readonly lookups: readonly LookedUp[];
}

const DECRYPTS: ReadonlySet<string> = new Set(["Decrypt", "ReEncrypt"]);

/** What a policy refuses is recorded without its key as a resource, so that a look-up by the key does not find it. */
const REFUSED: readonly Lookup[] = ["Decrypt", "ReEncrypt", "GenerateDataKey"].map((value) => ({
  attribute: "EventName",
  value,
}));

export async function auditKey(events: KeyEvents, question: AuditQuestion): Promise<KeyAudit> {
  const { keyArn, window, maxPages, signal } = question;
  const found = new Map<string, KeyEvent>();
  const lookups: LookedUp[] = [];
  for (const lookup of [...REFUSED, { attribute: "ResourceName", value: keyArn } as const]) {
    const pages = events.lookUp(lookup, window, signal);
    lookups.push({
      ...lookup,
      ...(await readPages(pages, maxPages, (event) => {
        if (isAbout(event, keyArn, lookup)) found.set(event.id, event);
      })),
    });
  }
  return { keyArn, groups: groupsOf([...found.values()], keyArn), lookups };
}

async function readPages(
  pages: AsyncIterable<EventPage>,
  maxPages: number,
  take: (event: KeyEvent) => void,
): Promise<Omit<LookedUp, keyof Lookup>> {
  let [read, events, complete] = [0, 0, true];
  let oldest: Date | undefined;
  for await (const page of pages) {
    for (const event of page.events) take(event);
    events += page.events.length;
    oldest = page.events.at(-1)?.time ?? oldest;
    read += 1;
    complete = !page.more;
    if (read >= maxPages) break;
  }
  return { events, complete, oldest };
}

/** Of all decrypts of the account, those that failed at this key, or that do not say at which. */
function isAbout({ error, resources }: KeyEvent, keyArn: string, { attribute }: Lookup): boolean {
  if (attribute === "ResourceName") return true;
  return error !== undefined && (resources.length === 0 || resources.includes(keyArn));
}

function kindOf({ name, error, readOnly }: KeyEvent): Kind {
  if (error !== undefined) return DECRYPTS.has(name) ? "failed decrypt" : "failed";
  return readOnly ? "use" : "change";
}

function groupsOf(events: readonly KeyEvent[], keyArn: string): readonly EventGroup[] {
  const groups = new Map<string, EventGroup>();
  for (const event of events) {
    const { name, error, principal, through, contextKeys, resources, time } = event;
    const namesKey = resources.includes(keyArn);
    const same = JSON.stringify([name, error, principal, through, contextKeys, namesKey, kindOf(event)]);
    const { count, first, last } = groups.get(same) ?? { count: 0, first: time, last: time };
    groups.set(same, {
      ...{ kind: kindOf(event), event: name, error, principal, through, contextKeys, namesKey },
      count: count + 1,
      first: new Date(Math.min(time.getTime(), first.getTime())),
      last: new Date(Math.max(time.getTime(), last.getTime())),
    });
  }
  return [...groups.values()].sort(
    (a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) || b.last.getTime() - a.last.getTime(),
  );
}
