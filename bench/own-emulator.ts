/** An emulator for one bench: nobody else's, because it must not be stopped while the bench runs. */
import { CONFLICTING_VARIABLES, emulatorEnvironment } from "../tools/emulator/endpoint";
import { startEmulator, stopEmulator } from "../tools/emulator/lifecycle";

/** Starts it and makes it the one of this process and of what it starts. @param dir where it keeps its files */
export async function startOwnEmulator(dir: string, notify: (line: string) => void) {
  // CAs of whoever runs the bench cost each process of ours 20 ms, and nothing near needs one: it speaks HTTP.
  const others = ["AWS_ENDPOINT_URL", "AWS_CA_BUNDLE", ...CONFLICTING_VARIABLES];
  for (const name of others) delete process.env[name];
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
  const { endpoint } = await startEmulator({ dir, notify });
  Object.assign(process.env, emulatorEnvironment(endpoint));
  return { endpoint, stop: () => stopEmulator({ dir }) };
}
