/** What wakes `sealstack run`: units of systemd, a line for cron, or a CronJob. Pure. */
import type { Targets } from "../targets/schema";
import { cronTable } from "./cron";
import { kubernetesObjects } from "./kubernetes";
import type { ScheduleFile, ScheduleOptions } from "./schedule-options";
import { systemdUnits } from "./systemd";

export const SCHEDULERS = ["systemd", "cron", "kubernetes"] as const;
export type Scheduler = (typeof SCHEDULERS)[number];

/** @throws OperatorError `usage` for what the scheduler cannot do. */
export function scheduleFiles(
  scheduler: Scheduler,
  targets: Targets,
  options: ScheduleOptions,
): readonly ScheduleFile[] {
  switch (scheduler) {
    case "systemd":
      return systemdUnits(targets, options);
    case "cron":
      return cronTable(targets, options);
    case "kubernetes":
      return kubernetesObjects(targets, options);
  }
}
