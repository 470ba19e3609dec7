import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { DecryptCommand } from "@aws-sdk/client-kms";
import { ConfirmSubscriptionCommand, SubscribeCommand } from "@aws-sdk/client-sns";
import { OUTPUT } from "../../../presets/key-audit/outputs";
import { testClients } from "../../helpers/emulator";
import {
  decrypted,
  denied,
  eventOf,
  kmsRecord,
  type TrailRecord,
} from "../../helpers/judging/cloudtrail-records";
import { createKey } from "../../helpers/kms/test-key";
import { deployPreset } from "../../helpers/stacks/preset-stack";
import { useTempDir } from "../../helpers/temp-dir";

/** Milliseconds that an alert may take on a busy machine. */
const ALERT_MS = 60_000;

/** Somebody who is told by HTTP. */
class Listener {
  readonly messages: { readonly Type: string; readonly Message: string; readonly Token?: string }[] = [];
  private waiting: (() => void)[] = [];
  private constructor(private readonly server: Server) {}

  static async start(): Promise<Listener> {
    const server = createServer((request, response) => {
      let text = "";
      request.on("data", (chunk) => {
        text += chunk;
      });
      request.on("end", () => {
        listener.messages.push(JSON.parse(text));
        for (const look of listener.waiting) look();
        response.end();
      });
    });
    const listener = new Listener(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return listener;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/`;
  }

  /** The first message of the kind, now or later. */
  async heard(matches: (message: Listener["messages"][number]) => boolean, what: string) {
    let timer: NodeJS.Timeout | undefined;
    try {
      return await new Promise<Listener["messages"][number]>((resolve, reject) => {
        timer = setTimeout(() => reject(new Error(`not heard: ${what}`)), ALERT_MS);
        const look = () => {
          const found = this.messages.find(matches);
          if (found !== undefined) resolve(found);
        };
        this.waiting.push(look);
        look();
      });
    } finally {
      clearTimeout(timer);
      this.waiting = [];
    }
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

describe("key-audit, applied", () => {
  const dir = useTempDir();
  let listener: Listener;
  beforeAll(async () => {
    listener = await Listener.start();
  });
  afterAll(() => listener.close());

  /** What CloudTrail would hand to EventBridge; the emulator has no CloudTrail. */
  async function happened(record: TrailRecord): Promise<void> {
    const { source, "detail-type": type, detail } = eventOf(record) as Record<string, unknown>;
    const entry = { Source: String(source), DetailType: String(type), Detail: JSON.stringify(detail) };
    const { FailedEntryCount } = await testClients().events.send(new PutEventsCommand({ Entries: [entry] }));
    expect(FailedEntryCount).toBe(0);
  }

  it("tells the topic of a failed decrypt with a watched key, and of nothing else", async () => {
    const { kms, sns } = testClients();
    const [watched, other] = [await createKey(), await createKey()];
    const { "used-audit": stack } = await deployPreset(
      dir(),
      `
stacks:
  used-audit:
    preset: key-audit
    region: eu-central-1
    keys: [${watched}]
    preventDestroy: false
    trail: { preventDestroy: false }
`,
    );
    const TopicArn = String(stack?.outputs[OUTPUT.topicArn]);
    await sns.send(new SubscribeCommand({ TopicArn, Protocol: "http", Endpoint: listener.endpoint }));
    const { Token } = await listener.heard(
      ({ Type }) => Type === "SubscriptionConfirmation",
      "the confirmation",
    );
    await sns.send(new ConfirmSubscriptionCommand({ TopicArn, Token }));

    const garbage = new DecryptCommand({ KeyId: watched, CiphertextBlob: Buffer.from("no ciphertext") });
    await expect(kms.send(garbage)).rejects.toThrow();
    await happened(decrypted(watched));
    await happened(denied("Decrypt", other));
    await happened(denied("Decrypt", watched));

    await happened(
      kmsRecord("ScheduleKeyDeletion", { requestParameters: { keyId: watched }, resources: [] }),
    );

    const names = (): readonly string[] =>
      listener.messages.flatMap(({ Type, Message }) =>
        Type === "Notification" ? [JSON.parse(Message).detail.eventName] : [],
      );
    await listener.heard(() => names().length >= 2, "both alerts");
    expect([...names()].sort()).toEqual(["Decrypt", "ScheduleKeyDeletion"]);
    const told = listener.messages.find(({ Message }) => Message.includes('"errorCode"'));
    expect(told?.Message).toContain(watched);
  });

  it("is not deployed to another account than the keys', which would watch nothing", async () => {
    const yaml = `
stacks:
  elsewhere:
    preset: key-audit
    region: eu-central-1
    keys: ["arn:aws:kms:eu-central-1:444455556666:key/1234abcd-12ab-34cd-56ef-1234567890ab"]
    preventDestroy: false
    trail: { enabled: false }
`;
    await expect(deployPreset(dir(), yaml)).rejects.toThrow(
      "precondition of aws_sns_topic.alert_topic: What is watched is in account 444455556666",
    );
  });
});
