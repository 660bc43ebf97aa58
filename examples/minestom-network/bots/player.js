// A player: a real client, which says what it sees.
const mineflayer = require('mineflayer')

const PATIENCE = 30_000

class Lost extends Error {}

const nothing = () => ({ coins: 0, items: 0, mail: 0 })

class Player {
  constructor (name) {
    this.name = name
    this.cookies = new Map()
    this.mined = nothing() // since he came, at most
    this.parcels = new Map() // that he was told of, and where he was
    this.twice = [] // parcels that came again, though nothing had happened to that server
    this.parcelsSent = 0
    this.late = 0 // coins of parcels that may come again, or may come yet
    this.sent = { sure: 0, unsure: 0 } // coins; unsure: nobody answered
    this.received = { sure: 0, unsure: 0 }
  }

  // Goes into the world of a server. how: {transferred, silent (never answers a cookie request), ignores (stays when it is transferred)}
  async join (server, how = {}) {
    const bot = mineflayer.createBot({
      host: '127.0.0.1', port: server.port, username: this.name, auth: 'offline', version: '26.1', viewDistance: 2, respawn: false,
      checkTimeoutInterval: 60_000, physicsEnabled: false, hideErrors: true,
      plugins: { blocks: false } // reading chunks is half of a bot's work, and no bot looks at them
    })
    bot.blockAt = () => null
    this.bot = bot
    this.server = server
    this.words = []
    this.transfer = undefined
    bot.kickedWith = undefined
    const client = bot._client
    const write = client.write.bind(client)
    client.write = (name, packet) => {
      if (name === 'set_protocol' && how.transferred) packet.nextState = 3
      write(name, packet)
    }
    client.on('store_cookie', packet => this.cookies.set(packet.key, packet.value))
    client.on('cookie_request', packet => {
      const key = packet.key ?? packet.cookie
      if (!how.silent) write('cookie_response', { key, value: this.cookies.get(key) })
    })
    client.on('transfer', packet => { this.transfer = packet })
    bot.on('messagestr', text => {
      this.words.push(text)
      const parcel = text.match(/sends you \d+ coins: (\S+)/)?.[1]
      if (parcel) this.gets(parcel, server)
    })
    bot.on('kicked', reason => { bot.kickedWith = JSON.stringify(reason) })
    bot.on('error', () => {})
    bot.isEnded = new Promise(resolve => {
      bot.hasGone = () => { bot.hasEnded = true; resolve() }
      bot.once('end', bot.hasGone)
    })
    await this.until(() => this.isSpawned(), 'in the world')
  }

  gets (parcel, server) {
    const before = this.parcels.get(parcel)
    if (before && before.harms === before.server.harms) this.twice.push(parcel)
    this.parcels.set(parcel, { server, harms: server.harms })
    this.mined.mail++ // is saved with the rest
  }

  isSpawned () {
    return this.words.some(text => text.startsWith('Welcome'))
  }

  // Waits for a condition; Lost if the connection ends before, or after half a minute.
  async until (condition, what) {
    const bot = this.bot
    const until = Date.now() + PATIENCE
    while (!condition()) {
      if (bot.hasEnded) throw new Lost(`${this.name} was waiting for ${what}: ${bot.kickedWith ?? 'closed'}`)
      if (Date.now() > until) throw new Lost(`${this.name} was waiting for ${what}: nothing`)
      await new Promise(resolve => setTimeout(resolve, 5))
    }
  }

  // Types a line, and waits for an answer that fits.
  async say (line, answer) {
    const from = this.words.length
    this.bot.chat(line)
    return this.hear(answer, from, line)
  }

  async hear (answer, from, what = String(answer)) {
    await this.until(() => this.words.slice(from).some(text => answer.test(text)), what)
    return this.words.slice(from).find(text => answer.test(text))
  }

  async coins () {
    return Number((await this.say('/coins', /You have \d+ coins/)).match(/\d+/)[0])
  }

  // All that he has: coins, and the serial of the item in each slot.
  async sees () {
    const coins = await this.coins()
    const items = {}
    this.bot.inventory.slots.forEach((item, slot) => {
      if (item) items[slot] = JSON.stringify(item).match(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/)?.[0] ?? item.name
    })
    return { coins, items }
  }

  async mine (x, times) {
    const location = { x, y: 40, z: 2 }
    this.mined[x === 2 ? 'coins' : 'items'] += times
    for (let i = 0; i < times; i++) {
      for (const status of [0, 2]) this.bot._client.write('block_dig', { status, location, face: 1, sequence: i })
    }
    return this.coins() // answered after the digging
  }

  hold (slot) {
    this.bot.setQuickBarSlot(slot)
  }

  async drop (slot) {
    this.hold(slot)
    this.bot._client.write('block_dig', { status: 3, location: { x: 0, y: 0, z: 0 }, face: 0, sequence: 0 })
    return this.coins()
  }

  async quit () {
    const bot = this.bot
    bot.end()
    await this.isGone(bot)
  }

  // Waits until a connection is closed; closes it if a stopped server does not.
  async isGone (bot = this.bot) {
    const late = setTimeout(() => {
      bot._client.socket?.destroy()
      bot.hasGone()
    }, PATIENCE)
    await bot.isEnded
    clearTimeout(late)
  }
}

module.exports = { Player, Lost, nothing }
