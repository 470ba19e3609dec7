import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { applyStack, type Change, destroyStack } from "../../../tools/emulator/apply";
import { emulatorEndpoint } from "../emulator";
import { type StackJson, writeStack } from "./stack-json";

/** A stack of its own name, applied to the run's emulator. */
export class TestStack {
  readonly name = `t-${randomUUID().slice(0, 8)}`;
  readonly options: { endpoint: string; outDir: string; stack: string; stateDir: string };

  /** @param folder for what cdktf would write, and for the state */
  constructor(folder: string) {
    this.options = {
      endpoint: emulatorEndpoint(),
      outDir: join(folder, "cdktf.out"),
      stack: this.name,
      stateDir: join(folder, "state"),
    };
  }

  write(json: StackJson): this {
    writeStack(this.options.outDir, this.name, json);
    return this;
  }

  apply() {
    return applyStack(this.options);
  }

  destroy() {
    return destroyStack(this.options);
  }
}

/** What happened to each address. */
export function actions(changes: readonly Change[]): Record<string, string> {
  return Object.fromEntries(changes.map(({ address, action }) => [address, action]));
}
