import { type CheckScope, SELF_CHECKS, withCheckScope } from "../../../tools/emulator/self-check";
import { testClients } from "../../helpers/emulator";

/** Everything the emulator tests claim stands on these: when one fails, look at the emulator first. */
describe("emulator", () => {
  let scope: CheckScope;
  let finish: () => void;
  let finished: Promise<void>;

  beforeAll(async () => {
    const done = new Promise<void>((resolve) => {
      finish = resolve;
    });
    scope = await new Promise<CheckScope>((resolve, reject) => {
      finished = withCheckScope(testClients(), (made) => {
        resolve(made);
        return done;
      });
      finished.catch(reject);
    });
  });

  afterAll(() => {
    finish();
    return finished;
  });

  it.each(SELF_CHECKS.map(({ fact, check }) => [fact, check] as const))("%s", (_fact, check) => check(scope));
});
