/** `npm run stories`: every story in both languages, on a wide screen and on a phone, with a film of each step. */
process.env.STORIES = 'all'
process.argv.splice(2, 0, 'test/stories/browser')
await import('./test.mjs')
