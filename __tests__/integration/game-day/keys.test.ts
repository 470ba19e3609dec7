/** docs/game-day.md, followed: what happens to keys, and to the host. */
import { existsSync } from "node:fs";
import { DisableKeyCommand, ScheduleKeyDeletionCommand } from "@aws-sdk/client-kms";
import { testClients } from "../../helpers/emulator";
import { follow } from "../../helpers/game-day/game-day";
import { backedUp, useGameDay } from "../../helpers/game-day/game-day-place";
import { useTempDir } from "../../helpers/temp-dir";

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);

describe("on a game day", () => {
  const dir = useTempDir();
  const place = useGameDay("game-day-keys");

  it("the key is disabled", async () => {
    const lost = await backedUp(place(), dir(), minutesAgo(50));
    await testClients().kms.send(new DisableKeyCommand({ KeyId: place().keyArn }));
    const [refused, status] = await follow("The key is disabled", lost.values);
    expect(refused?.stderr).toContain("disabled");
    expect(status?.stdout.toString()).toContain("aws kms enable-key");
    await lost.expectRestored();
  });

  it("the key is to be deleted", async () => {
    const lost = await backedUp(place(), dir(), minutesAgo(40));
    await testClients().kms.send(
      new ScheduleKeyDeletionCommand({ KeyId: place().keyArn, PendingWindowInDays: 30 }),
    );
    const [before] = await follow("The key is to be deleted", lost.values);
    expect(before?.stdout.toString()).toContain("aws kms cancel-key-deletion");
    await lost.expectRestored();
  });

  it("an old key has to go", async () => {
    const lost = await backedUp(place(), dir(), minutesAgo(30), ["--key", place().oldKeyArn]);
    await follow("An old key has to go", { ...lost.values, OLD_ID: lost.id });
    await lost.expectRestored();
  });

  it("the CA's host is gone", async () => {
    const lost = await backedUp(place(), dir(), minutesAgo(20));
    expect(existsSync(lost.restored)).toBe(false);
    const [, drill] = await follow("The CA's host is gone", lost.values);
    expect(drill?.stdout.toString()).toContain(lost.id);
    await lost.expectRestored();
  });
});
