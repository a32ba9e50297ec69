/** Under which the list of tokens is kept. */
export const tokensKey = ['tokens'] as const
