import { type EmulatorClients, emulatorClients } from "../../tools/emulator/clients";

/** Endpoint of the run's emulator, as tools/jest/test-emulator.ts set it. */
export function emulatorEndpoint(): string {
  const endpoint = process.env.AWS_ENDPOINT_URL;
  if (endpoint !== undefined) return endpoint;
  throw new Error("no emulator: name the test *.emulator.test.ts or put it into __tests__/integration");
}

/** AWS clients of the run's emulator. @param account digits of another account than its first one */
export function testClients(account?: string): EmulatorClients {
  return emulatorClients(emulatorEndpoint(), undefined, account);
}
