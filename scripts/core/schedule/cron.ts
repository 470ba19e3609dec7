/** A file for /etc/cron.d. Pure. */
import { createHash } from "node:crypto";
import { OperatorError } from "../../errors";
import { shellWord } from "../../shell-word";
import type { Targets } from "../targets/schema";
import { STDERR } from "../targets/sections";
import { type ScheduleFile, type ScheduleOptions, secondsOf } from "./schedule-options";

const [MINUTE, HOUR, DAY] = [60, 3600, 86_400];

/** @throws OperatorError `usage` for a span that cron has no words for, and for metrics that it would mail. */
export function cronTable(targets: Targets, options: ScheduleOptions): readonly ScheduleFile[] {
  const { program, config, every, seed } = options;
  if (targets.cloudwatch?.to === STDERR)
    throw new OperatorError("usage", "cloudwatch.to is stderr, which cron mails to people", {
      hint: "give a file that the agent follows, or tcp://127.0.0.1:25888",
    });
  // stderr, which is warnings and errors, goes to cron; the report does where the run failed. In cron, an unescaped % ends the command.
  const command = [program, "run", "--quiet", "--config", config].map(shellWord).join(" ");
  const line = `said=$(${command}) || echo "$said"`.replaceAll("%", "\\%");
  const text = `# Wakes sealstack, which does what is due. Mailed to root: what it warns of, and all of a run that failed.
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
