const DOCS = 'https://istio.io/latest/docs/ambient/usage';

export const WAYPOINT_PAGE = `${DOCS}/waypoint/`;
export const L7_PAGE = `${DOCS}/l7-features/`;
export const WORKLOADS_PAGE = `${DOCS}/add-workloads/`;
