/**
 * Where tests run against an emulator. On the second one, those that it cannot pass are run all the same, and expected to fail: one that passes is
 * reported, so that the list in tools/emulator/ministack-cannot.ts stays true.
 */
import { relative } from "node:path";
import type { EnvironmentContext, JestEnvironmentConfig } from "@jest/environment";
import type { Circus } from "@jest/types";
import { TestEnvironment } from "jest-environment-node";
import { EMULATOR_VARIABLE } from "../emulator/chosen";
import { MINISTACK_CANNOT } from "../emulator/ministack-cannot";
import { judge, type RanTest } from "./judge";

class EmulatorEnvironment extends TestEnvironment {
  private readonly file: string;

  constructor(config: JestEnvironmentConfig, context: EnvironmentContext) {
    super(config, context);
    this.file = relative(config.globalConfig.rootDir, context.testPath);
  }

  handleTestEvent(event: Circus.Event, state: Circus.State): void {
    if (event.name !== "run_finish" || process.env[EMULATOR_VARIABLE] !== "ministack") return;
    const listed = MINISTACK_CANNOT.filter(({ file }) => file === this.file);
    state.unhandledErrors.push(
      ...judge(listed, testsOf(state.rootDescribeBlock)).map((line) => new Error(line)),
    );
  }
}

function testsOf(block: Circus.DescribeBlock, names: readonly string[] = []): readonly RanTest[] {
  return block.children.flatMap((child) => {
    const path = [...names, child.name];
    if (child.type === "describeBlock") return testsOf(child, path);
    return [{ name: path.join(" "), ran: child.status === "done", errors: child.errors }];
  });
}

export = EmulatorEnvironment;
