// What is used of the Organizations client, in a file of its own so that it is evaluated on first use.
export { DescribeOrganizationCommand, OrganizationsClient } from '@aws-sdk/client-organizations';
