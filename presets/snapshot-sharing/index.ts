export { type SnapshotSharingConfig, snapshotSharingSchema } from "./config";
export { SnapshotSharingStack, type SnapshotSharingStackProps } from "./stack";
