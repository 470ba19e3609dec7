/** Step of `npm start` and `npm test` in CI, or with --install-system-packages. Never fails: what is missing is skipped. */
import { say } from "../say";
import { installPackages, missingPackages, whyNoInstall } from "./system-packages";

async function main(): Promise<void> {
  const missing = missingPackages();
  if (missing.length === 0) return;
  const names = missing.join(", ");
  const obstacle = whyNoInstall();
  if (obstacle === undefined) {
    note(`installing Debian packages: ${names}`);
    await installPackages(missing).catch((error: unknown) => note(`warning: ${error}`));
  } else note(`warning: ${obstacle}; missing Debian packages: ${names}`);
}

const note = (line: string): void => say(`sealstack: ${line}`);

void main();
