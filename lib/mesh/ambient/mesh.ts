/** Its id, and the name of its folder. */
export const MESH = 'ambient';
