/** Holds so many connections at most, to one place or to several. When one more comes, another one goes, from where most are. */
import type { Socket } from "node:net";

export interface ConnectionLimits {
  /** At least 1. */
  readonly max: number;
  /**
   * Whether one that has just come is first given the time to say something. Who sends a request at once, as a probe does, is answered then,
   * however many come with it; for a moment there are more than `max`.
   */
  readonly patient: boolean;
}

/** Bytes with which a client of HTTP/2 begins: its preface and empty settings. Source: RFC 9113, 3.4. */
const PREFACE_BYTES = 24 + 9;

interface Seen {
  readonly place: string;
  bytes: number;
  /** The look at which it had last sent something new. */
  active: number;
}

export class Connections {
  private readonly open = new Map<Socket, Seen>();
  private looks = 0;
  private trimming = false;

  constructor(private readonly limits: ConnectionLimits) {}

  get size(): number {
    return this.open.size;
  }

  /** @param place where it came to: who crowds one place takes nothing from the others */
  add(socket: Socket, place = ""): void {
    this.open.set(socket, { place, bytes: 0, active: this.looks });
    socket.once("close", () => this.open.delete(socket));
    socket.on("error", () => {}); // who reads it may not listen yet
    if (this.open.size <= this.limits.max || this.trimming) return;
    this.trimming = true;
    const trim = (): void => this.trim();
    if (this.limits.patient)
      setImmediate(setImmediate, trim); // behind the next round of reading
    else trim();
  }

  /** Which ones are silent is known from two looks. */
  look(): void {
    this.looks += 1;
    for (const [socket, seen] of this.open) {
      if (socket.bytesRead === seen.bytes) continue;
      seen.bytes = socket.bytesRead;
      seen.active = this.looks;
    }
  }

  private trim(): void {
    this.trimming = false;
    this.look();
    while (this.open.size > this.limits.max) {
      const socket = this.leastWanted();
      this.open.delete(socket);
      socket.destroy();
    }
  }

  /** Of all but the newest, in the fullest place: the oldest that has not even begun to speak, else the one that has been silent for the longest time. */
  private leastWanted(): Socket {
    const fullest = this.fullestPlace();
    const others = [...this.open].slice(0, -1).filter(([, { place }]) => place === fullest);
    const [found] =
      others.find(([{ bytesRead }]) => bytesRead < PREFACE_BYTES) ??
      others.reduce((one, other) => (other[1].active < one[1].active ? other : one));
    return found;
  }

  private fullestPlace(): string {
    const counts = new Map<string, number>();
    for (const { place } of this.open.values()) counts.set(place, (counts.get(place) ?? 0) + 1);
    const [[place]] = [...counts].toSorted(([, one], [, other]) => other - one) as [[string, number]];
    return place;
  }
}
