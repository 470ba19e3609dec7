/** Tells others how the steps of one target end. Whether they hear it changes nothing about the target. */
import { below, urlOf } from "./address";
import {
  eventsOf,
  type NotifyEvent,
  type StepEnd,
  subjectOf,
  textOf,
  type Where,
  webhookBody,
} from "./event";
import type { Address, Channel, Notify } from "./section";
import { delivered, ofStatus, type TryLimits, type Undelivered } from "./tries";

/** The ways out. */
export interface NotifyPorts {
  /** @returns the status. */
  post(url: URL, type: string, body: string, signal: AbortSignal): Promise<number>;
  publish(
    topicArn: string,
    message: { readonly subject: string; readonly text: string },
    signal: AbortSignal,
  ): Promise<void>;
  /** A variable of the environment. */
  variable(name: string): string | undefined;
}

export interface NotifierOptions {
  readonly notify: Notify;
  readonly ports: NotifyPorts;
  readonly signal: AbortSignal;
  readonly limits?: TryLimits;
}

/** Per channel that was used, why it did not work; `undefined` where it did. */
export type Told = Partial<Record<Channel, string | undefined>>;

export class Notifier {
  private started: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: NotifierOptions) {}

  /** Does not wait: the work does not. */
  start(): void {
    const { ping } = this.options.notify;
    if (ping === undefined) return;
    // One try: a beginning that nobody hears is no harm, and its end must not overtake it.
    const limits = { tries: 1, pauseMs: 0, totalMs: START_MS };
    this.started = this.ping(ping, "start", "", limits).catch(() => {});
  }

  /** @param ends of every step that ran. */
  async end(ends: readonly StepEnd[], where: Where): Promise<Told> {
    const events = eventsOf(ends, where);
    const { ping, webhook, sns } = this.options.notify;
    const told: [Channel, Promise<string | undefined>][] = [];
    if (ping !== undefined) told.push(["ping", this.pingEnd(ping, ends)]);
    if (webhook !== undefined && events.length > 0) told.push(["webhook", this.postAll(webhook, events)]);
    if (sns !== undefined && events.length > 0) told.push(["sns", this.publishAll(sns.topicArn, events)]);
    return Object.fromEntries(await Promise.all(told.map(async ([name, sent]) => [name, await sent])));
  }

  private async pingEnd(address: Address, ends: readonly StepEnd[]): Promise<string | undefined> {
    await this.started;
    const failed = ends.some(({ status }) => status !== 0);
    const body = ends.map(({ step, status }) => `${step}: exit status ${status}\n`).join("");
    return this.ping(address, failed ? "fail" : "", body);
  }

  private ping(
    address: Address,
    word: string,
    body: string,
    limits?: TryLimits,
  ): Promise<string | undefined> {
    return this.deliver(
      async (signal) => this.postTo(below(await this.urlOf(address), word), "text/plain", body, signal),
      limits,
    );
  }

  private postAll(address: Address, events: readonly NotifyEvent[]): Promise<string | undefined> {
    return this.each(events, async (event, signal) =>
      this.postTo(await this.urlOf(address), "application/json", webhookBody(event), signal),
    );
  }

  private publishAll(topicArn: string, events: readonly NotifyEvent[]): Promise<string | undefined> {
    return this.each(events, async (event, signal) => {
      const message = { subject: subjectOf(event), text: textOf(event) };
      await this.options.ports.publish(topicArn, message, signal);
      return undefined;
    });
  }

  /** One after the other, within the time of one. */
  private each(
    events: readonly NotifyEvent[],
    send: (event: NotifyEvent, signal: AbortSignal) => Promise<Undelivered | undefined>,
  ): Promise<string | undefined> {
    const left = [...events];
    return this.deliver(async (signal) => {
      for (let event = left[0]; event !== undefined; event = left[0]) {
        const problem = await send(event, signal);
        if (problem !== undefined) return problem;
        left.shift();
      }
      return undefined;
    });
  }

  private async postTo(url: URL, type: string, body: string, signal: AbortSignal) {
    return ofStatus(await this.options.ports.post(url, type, body, signal));
  }

  private urlOf(address: Address): Promise<URL> {
    return urlOf(address, this.options.ports.variable);
  }

  private deliver(
    send: (signal: AbortSignal) => Promise<Undelivered | undefined>,
    limits: TryLimits | undefined = this.options.limits,
  ): Promise<string | undefined> {
    return delivered(send, this.options.signal, limits);
  }
}

/** Milliseconds. */
const START_MS = 10_000;
