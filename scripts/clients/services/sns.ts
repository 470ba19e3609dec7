/** Topics of SNS. */
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { parseArn } from "../../../modules/arn";
import { KMS_LIMITS } from "../http/limits";
import { type ClientSettings, requestOptions } from "../settings/settings";
import { clientConfig } from "./client-config";

/** One try: who asks counts them. */
export async function publish(
  settings: Omit<ClientSettings, "region">,
  topicArn: string,
  { subject, text }: { readonly subject: string; readonly text: string },
): Promise<void> {
  const region = parseArn(topicArn)?.region;
  const client = new SNSClient(clientConfig({ ...settings, region }, KMS_LIMITS, 1));
  const request = new PublishCommand({ TopicArn: topicArn, Subject: subject, Message: text });
  await client.send(request, requestOptions(settings));
}
