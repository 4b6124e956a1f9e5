"""What the made-up couple writes."""

OWN_CLAUSE = "On Sunday mornings the phones stay in the kitchen until after breakfast."
LATER_CLAUSE = "When one of us comes home late, a short message comes before ten."
LATEST_CLAUSE = "Once a season we look back at this agreement with a pot of tea and no telephones."

# Of the seventeen, what each of the two says at first where it is not a plain yes.
FIRST_OPINIONS = {
    "testing": ("agree", "talk"),
    "own-fulfilment": ("talk", "agree"),
    "past-partners": ("agree", "change"),
}
NOTES = {
    "testing": "I would like to ask for this without it sounding like an accusation.",
    "say-feelings": "Easier for me in writing, at first.",
}
TALKED_ABOUT = ("past-partners", "testing", "own-fulfilment")
OTHER_WORDS = "Details of earlier relationships can stay private. What touches our health, we tell."
REASON = "So that it says first what I may keep, and then what I owe you."
COMMENTS = [
    "Could we go together the first time? I would feel less sent.",
    "Yes. I can ask for a morning when we are both free.",
]

# What the first of the two wrote in the journal: how many days after the beginning, and the words.
JOURNAL = [
    (2, "It was easier to say yes to all of it than to say which part frightens me."),
    (16, "I checked the door twice. That belongs to then. The tea on the table belongs to now."),
    (47, "I said I was fine, and I was not. Next time I would like to say: not tonight."),
    (88, "A whole week without the old alarm. I do not trust it yet. I liked it."),
    (171, "We quarrelled about the dishes and it was only about the dishes."),
    (240, "I told my sister that we are still at it. She asked how I am. I said: lighter."),
    (352, "Almost a year. Some mornings I forget to be careful, and nothing happens."),
]

NOTICED = [
    "You made tea before I asked.",
    "You told me about the call yourself.",
    "You put your phone away when I started to talk.",
    "You came back after the walk, as you said.",
    "You asked how the appointment went.",
    "You let me finish, even though it was hard to hear.",
    "You said thank you for the shopping.",
    "You laughed with me about the burnt rice.",
]
NEEDS = [
    "Half an hour without plans.",
    "To hear how the week looks for you before Friday.",
    "A hug when I come in, if you feel like it.",
    "A bit more time before we talk about money.",
]
PRIVATE = [
    "Slept badly. It is not about us today.",
    "I noticed that I waited for bad news, and none came.",
    "I want to say more tomorrow.",
]
TEXTS = {
    "thanks": [
        "For saying it yourself, and soon.",
        "For the quiet evening on Wednesday.",
        "For staying at the table when it got hard.",
        "For the letter. I read it twice.",
    ],
    "went-well": [
        "We stopped the quarrel before it grew.",
        "We cooked together and nobody looked at a screen.",
        "The walk by the river.",
        "We asked first, both of us.",
    ],
    "promise": [
        "I write when I am late.",
        "Ten minutes for us before bed, on three evenings.",
        "I call the doctor about the appointment.",
        "I ask before I give advice.",
    ],
    "proud": [
        "That we kept talking, also in the second week.",
        "That a no was just a no this month.",
        "That we found our own words for it.",
    ],
    "focus": ["Rest, and fewer plans.", "Saying needs while they are small."],
}
WHAT_HURT = "On Sunday you told your brother about my job before I had told anybody."
HOW_IT_LANDED = "I felt as if my news was not mine."
RECOGNISED = "I knew that you wanted to tell it yourself, and I did not wait."
WHAT_HURT_FIRST = "On Thursday you read my messages while I was in the shower."
RECOGNISED_FIRST = "I looked without asking. What you write is yours, and I went in."
SORRY_FIRST = "I am sorry. I was afraid, and I made you pay for it."
TOPIC_TAKEN_UP = "Whether your mother can have a key to the flat."
TOPIC_READY = "How we tell the children about the new job."
TOPIC_ASKED = "The money for the summer, before one of us books anything."
BACK = "I was louder than I wanted to be. I would like to hear the rest now."
KEPT_BACK = "I still had the second card, and used it in the summer. I cut it up on Monday."

THANKS = [
    "Thank you for listening.",
    "I see the effort you make.",
    "Thank you for telling me about the letter yourself.",
    "For taking the early train so that I could sleep.",
    "You asked before you opened my mail. I noticed.",
    "It does me good to be with you.",
    "Thank you for coming back after the walk.",
    "For the soup, and for not asking anything.",
    "You remembered that today was a hard day for me.",
    "Thank you for saying no, and saying it kindly.",
]
