/** Somebody whom a topic tells by HTTP, on loopback. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { ConfirmSubscriptionCommand, type SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import { OperatorError } from "../../scripts/errors";

/** What SNS posts. */
export interface TopicMessage {
  readonly Type: string;
  readonly Message: string;
  readonly Token?: string;
}

/** Milliseconds that a message may take on a busy machine. */
const DEADLINE_MS = 60_000;

/** Subscribes to a topic; `act` raises what is to be told. Gives back the first message. @throws {@link OperatorError} when none comes */
export async function firstMessage(
  sns: SNSClient,
  topicArn: string,
  act: () => Promise<void>,
): Promise<string> {
  const heard: TopicMessage[] = [];
  let look = (): void => undefined;
  const server = createServer((request, response) => {
    let text = "";
    request.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
    });
    request.on("end", () => {
      heard.push(JSON.parse(text) as TopicMessage);
      look();
      response.end();
    });
  });
  const first = async (type: string): Promise<TopicMessage> => {
    let timer: NodeJS.Timeout | undefined;
    try {
      return await new Promise((resolve, reject) => {
        timer = setTimeout(
          () => reject(new OperatorError("tool", `no ${type} came from the topic`)),
          DEADLINE_MS,
        );
        look = () => {
          const found = heard.find(({ Type }) => Type === type);
          if (found !== undefined) resolve(found);
        };
        look();
      });
    } finally {
      clearTimeout(timer);
    }
  };
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    const { port } = server.address() as AddressInfo;
    const endpoint = { Protocol: "http", Endpoint: `http://127.0.0.1:${port}/` };
    await sns.send(new SubscribeCommand({ TopicArn: topicArn, ...endpoint }));
    const { Token } = await first("SubscriptionConfirmation");
    await sns.send(new ConfirmSubscriptionCommand({ TopicArn: topicArn, Token }));
    await act();
    return (await first("Notification")).Message;
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}
