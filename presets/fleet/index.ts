export { type FleetConfig, fleetSchema } from "./config";
export { FleetStack, type FleetStackProps } from "./stack";
