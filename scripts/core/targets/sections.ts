/** The sections of a target in `backup.yaml`, each with its defaults and descriptions. */
import { z } from "zod";
import { spanMilliseconds } from "../../span";
import { accepted } from "../accepted";
import { parseCommand } from "../drill/checks/user-command";
import { calendarOf } from "../retention/policy/calendar";
import { MAX_COUNT, spanProblem } from "../retention/policy/policy";

/** Seconds of a span such as `90m`, `6h`, `7d` or `2w`; `undefined` when it is none. */
export function spanSeconds(text: string): number | undefined {
  if (text.startsWith("0")) return undefined;
  const milliseconds = spanMilliseconds(text, ["m", "h", "d", "w"], 5);
  return milliseconds === undefined ? undefined : milliseconds / 1000;
}

export const span = z.string().refine((text) => spanSeconds(text) !== undefined, {
  error: ({ input }) => `must be a span such as 90m, 6h, 7d or 2w, got '${String(input)}'`,
});
export const text = z.string().min(1);
const argument = z.string().refine((value) => !value.includes("\0"), { error: "must not hold a zero byte" });
export const argv = z.array(argument).min(1).max(256);
const count = z.number().int().min(1).max(MAX_COUNT);

export const etcd = z.strictObject({
  endpoints: text.optional().meta({ description: "Client URL of one member. Default: what etcdctl takes." }),
  cacert: text.optional().meta({ description: "CA of the member's certificate, a file in PEM." }),
  cert: text.optional().meta({ description: "Client certificate, a file in PEM." }),
  key: text.optional().meta({ description: "Its key, a file in PEM." }),
});

export const retention = z
  .strictObject({
    last: count.optional().meta({ description: "The newest backups." }),
    hourly: count.optional().meta({ description: "The newest of each of so many hours that have one." }),
    daily: count.optional().meta({ description: "The newest of each of so many days that have one." }),
    weekly: count.optional().meta({ description: "The newest of each of so many weeks that have one." }),
    monthly: count.optional().meta({ description: "The newest of each of so many months that have one." }),
    yearly: count.optional().meta({ description: "The newest of each of so many years that have one." }),
    within: z
      .string()
      .superRefine((value, context) => {
        const message = spanProblem(value);
        if (message !== undefined) context.addIssue({ code: "custom", message });
      })
      .optional()
      .meta({ description: "Everything made so long before the newest: 48h, 30d or 8w." }),
    timeZone: accepted((zone) => calendarOf(zone).timeZone)
      .optional()
      .meta({ description: "Whose days, weeks, months and years count. Default: UTC." }),
    every: span.default("1d").meta({ description: "How often it is looked at." }),
  })
  .refine(({ every: _, timeZone: __, ...keep }) => Object.values(keep).some((value) => value !== undefined), {
    error: "must say what to keep: one of last, hourly, daily, weekly, monthly, yearly, within",
  })
  .meta({ description: "Which backups stay, as `sealstack prune` has it. Default: none is deleted." });

export const drill = z
  .strictObject({
    every: span.default("7d").meta({ description: "How often." }),
    windowInDays: z.number().int().min(1).max(365).optional().meta({
      description: "Choose among all backups of so many days, in turns. Default: the newest is taken.",
    }),
    checkCommand: accepted((command) => parseCommand(command).join(" "))
      .optional()
      .meta({
        description: "Program, with arguments, that looks at what was restored, without a shell.",
      }),
    macKey: text.optional().meta({ description: "HMAC key of KMS for the evidence." }),
  })
  .meta({ description: "Restore drills, as `sealstack drill` makes them. Default: none." });

export const hooks = z
  .strictObject({
    before: z
      .array(argv)
      .default([])
      .meta({ description: "Programs before the backup; one that fails stops it." }),
    after: z.array(argv).default([]).meta({ description: "Programs after a backup that succeeded." }),
    onFailure: z.array(argv).default([]).meta({ description: "Programs after any step that failed." }),
    timeout: span.default("5m").meta({ description: "Time for each." }),
  })
  .prefault({})
  .meta({
    description:
      "Programs with their arguments, without a shell. They get SEALSTACK_TARGET, SEALSTACK_STEP, SEALSTACK_STATUS and SEALSTACK_BACKUP in their environment.",
  });

/** Where documents go that are for the standard error stream, which a container's log driver reads. */
export const STDERR = "stderr";

export const cloudwatch = z
  .strictObject({
    to: text
      .refine(
        (to) =>
          !/^[a-z0-9]+:/i.test(to) || /^tcp:\/\/[^/:]+:\d{1,5}$|^tcp:\/\/\[[0-9a-f:]+\]:\d{1,5}$/i.test(to),
        {
          error: ({ input }) => `must be tcp://HOST:PORT, a file or stderr, got '${String(input)}'`,
        },
      )
      .meta({
        description:
          "The CloudWatch agent, as tcp://127.0.0.1:25888; a file that the agent follows; or stderr, where a container's log driver sends it.",
      }),
    namespace: z
      .string()
      .regex(/^(?!AWS\/)[A-Za-z0-9._\-/#: ]{1,255}$/, {
        error: "must be 1 to 255 letters, digits, spaces or any of ._-/#: and must not begin with AWS/",
      })
      .default("Sealstack")
      .meta({ description: "Namespace of the metrics." }),
    host: z.string().min(1).max(250).optional().meta({
      description:
        "Dimension Host. Default: the name of this host; in a cluster, where pods have names of their own, say one.",
    }),
  })
  .meta({
    description: "Metrics for CloudWatch after each run, in the embedded metric format. Default: none.",
  });
