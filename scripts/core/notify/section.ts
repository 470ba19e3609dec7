/** The section `notify` of `backup.yaml`. */
import { z } from "zod";

const address = z
  .strictObject({
    urlFile: z
      .string()
      .min(1)
      .optional()
      .meta({ description: "File of mode 0600 with the URL in its first line." }),
    urlVariable: z
      .string()
      .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, { error: "must be the name of a variable of the environment" })
      .optional()
      .meta({ description: "Variable of the environment with the URL." }),
  })
  .refine(({ urlFile, urlVariable }) => (urlFile === undefined) !== (urlVariable === undefined), {
    error:
      "must have either urlFile or urlVariable: whoever knows the URL can use it, so it does not stand here",
  });

const sns = z.strictObject({
  topicArn: z
    .string()
    .regex(/^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,256}$/, {
      error: ({ input }) => `must be the ARN of a standard topic of SNS, got '${String(input)}'`,
    })
    .meta({ description: "Topic; whoever runs it needs sns:Publish on it." }),
});

/** One for all targets would be quiet about one of them as long as any other is well. */
const perTarget = {
  ping: address.optional().meta({
    description: "Dead-man switch in the way of healthchecks.io: URL/start, URL and URL/fail are requested.",
  }),
};

const channels = {
  webhook: address
    .optional()
    .meta({ description: "URL that failures and recoveries are posted to, as JSON." }),
  sns: sns.optional().meta({ description: "Topic of SNS that failures and recoveries are published to." }),
};

export const sharedNotifySection = z
  .strictObject(channels)
  .meta({ description: "Who is told. None of it ever makes a backup fail." });
export const notifySection = z
  .strictObject({ ...perTarget, ...channels })
  .meta({ description: "Who is told. What is not here is taken from defaults." });

/** Where a secret URL is. */
export type Address = z.infer<typeof address>;
export type Notify = z.infer<typeof notifySection>;

export const CHANNELS = ["ping", "webhook", "sns"] as const satisfies readonly (keyof Notify)[];
export type Channel = (typeof CHANNELS)[number];
