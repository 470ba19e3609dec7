/** Which emulator: LocalStack, or the one that is there for the day on which LocalStack cannot be had; see docs/emulator.md. */
import { OperatorError } from "../../scripts/errors";

/** The first is the default. */
export const EMULATORS = ["localstack", "ministack"] as const;

export type EmulatorName = (typeof EMULATORS)[number];

export const EMULATOR_VARIABLE = "SEALSTACK_EMULATOR";

/**
 * What the environment asks for; `undefined` where it asks for none, and any will do.
 *
 * @throws OperatorError (`usage`) for a name that is none of an emulator
 */
export function chosenEmulator(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): EmulatorName | undefined {
  const name = environment[EMULATOR_VARIABLE];
  if (name === undefined || name === "") return undefined;
  const found = EMULATORS.find((one) => one === name);
  if (found !== undefined) return found;
  throw new OperatorError(
    "usage",
    `${EMULATOR_VARIABLE} must be one of ${EMULATORS.join(", ")}, got '${name}'`,
    {
      hint: `unset ${EMULATOR_VARIABLE} for LocalStack`,
    },
  );
}
