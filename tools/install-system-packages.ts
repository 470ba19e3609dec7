/** Step of `npm start` and `npm test` in CI, or with --install-system-packages. Never fails: what is missing is skipped. */
import { installPackages, missingPackages, whyNoInstall } from "./system-packages";

async function main(): Promise<void> {
  const missing = missingPackages();
  if (missing.length === 0) return;
  const names = missing.join(", ");
  const obstacle = whyNoInstall();
  if (obstacle === undefined) {
    say(`installing Debian packages: ${names}`);
    await installPackages(missing).catch((error: unknown) => say(`warning: ${error}`));
  } else say(`warning: ${obstacle}; missing Debian packages: ${names}`);
}

function say(line: string): void {
  process.stderr.write(`sealstack: ${line}\n`);
}

void main();
