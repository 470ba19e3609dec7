/** A file for /etc/cron.d. Pure. */
import { createHash } from "node:crypto";
import { OperatorError } from "../../errors";
import { shellWord } from "../../shell-word";
import { type ScheduleFile, type ScheduleOptions, secondsOf } from "./schedule-options";

const [MINUTE, HOUR, DAY] = [60, 3600, 86_400];

export function cronTable(options: ScheduleOptions): readonly ScheduleFile[] {
  const { program, config, every, seed } = options;
  // In cron, an unescaped % ends the command.
  const command = [program, "run", "--config", config].map(shellWord).join(" ");
  const line = `said=$(${command} 2>&1) || echo "$said"`.replaceAll("%", "\\%");
  const text = `# Wakes sealstack, which does what is due. What it says is mailed to root, where something went wrong.
SHELL=/bin/sh
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
MAILTO=root
${cronTime(secondsOf(every), seed)} root ${line}
`;
  return [{ path: "/etc/cron.d/sealstack", text }];
}

/**
 * At a minute and hour that differ from host to host, and stay on each.
 * @throws OperatorError `usage` for a span that cron has no words for
 */
export function cronTime(seconds: number, seed: string): string {
  const random = createHash("sha256").update(seed).digest();
  const [minute, hour] = [random.readUInt16BE(0) % 60, random.readUInt16BE(2) % 24];
  const minutes = seconds / MINUTE;
  if (minutes < 60 && 60 % minutes === 0)
    return minutes === 1 ? "* * * * *" : `${minute % minutes}-59/${minutes} * * * *`;
  const hours = seconds / HOUR;
  if (Number.isInteger(hours) && hours < 24 && 24 % hours === 0)
    return hours === 1 ? `${minute} * * * *` : `${minute} ${hour % hours}-23/${hours} * * *`;
  if (seconds >= DAY) return `${minute} ${hour} * * *`;
  throw new OperatorError("usage", `cron cannot do something every ${minutes} minutes`, {
    hint: "give --every 5m, 15m, 1h, 6h or 1d: what is not due then waits for the next time",
  });
}
