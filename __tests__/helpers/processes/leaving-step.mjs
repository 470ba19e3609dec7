/** A step that starts what is hard to end, makes folders, and says what there is: argv has the file to say it in, and a folder elsewhere. */
import { spawn } from "node:child_process";
import { appendFileSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const [, , said, elsewhere] = process.argv;
const folder = mkdtempSync(join(tmpdir(), "any-name-"));
writeFileSync(join(folder, "file"), "");
const far = mkdtempSync(join(elsewhere, "sealstack-far-"));
appendFileSync(join(process.env.SEALSTACK_RUN_FOLDER, ".also"), `${far}\n`);

const sleeper = (script, options = {}) => spawn("sh", ["-c", script], { stdio: "ignore", ...options }).pid;
const pids = {
  child: sleeper("sleep 300; :"),
  ...(process.env.STUBBORN === "1"
    ? { stubborn: sleeper("trap '' TERM INT HUP; while :; do sleep 0.1; done") }
    : {}),
  detached: sleeper("sleep 300; :", { detached: true }),
  unmarked: sleeper("sleep 300; :", { env: { PATH: process.env.PATH } }),
  own: process.pid,
};
// One whose parent has gone: nobody's child, but with the mark.
const orphan = spawn("sh", ["-c", "sleep 300 >/dev/null 2>&1 & echo $!"], {
  stdio: ["ignore", "pipe", "ignore"],
});
orphan.stdout.once("data", (text) => {
  writeFileSync(said, JSON.stringify({ pids: { ...pids, orphan: Number(text) }, folder: tmpdir(), far }));
});
setInterval(() => {}, 1_000);
if (process.argv[4] === "end") setTimeout(() => process.exit(7), 1_000);
