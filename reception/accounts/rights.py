"""The kinds of records that go together wherever a role names their rights."""

VISIT_FILE = (
    "visits.letter",
    "visits.phonerecord",
    "visits.visit",
    "visits.guest",
    "visits.party",
    "visits.itineraryitem",
    "visits.activityplace",
    "visits.meal",
    "visits.booking",
)
TASKS = ("visits.coordinationmeeting", "visits.taskorder")
SETTLEMENT = (
    "visits.cost",
    "visits.receptionlist",
    "visits.listperson",
    "visits.listactivity",
    "visits.visitpaper",
    "visits.guestpayment",
    "visits.closing",
)
YEARS = ("visits.yearbudget", "visits.disclosure", "visits.paperrequirement")
SAID = ("visits.approval", "visits.readinesswaiver", "visits.venuewaiver")
APPROVAL = ("visits.approvallevel", "visits.deputyship")
PLANS = (
    "visits.plan",
    "visits.planversion",
    "visits.plansection",
    "visits.review",
    "visits.plantemplate",
    "visits.templatesection",
    "visits.rehearsal",
    "visits.rehearsalcheck",
    "visits.rehearsalfinding",
)
# Written by reviewers, answered by those who write; the list is everybody's.
REMARKS, POINTS = "visits.remark", "visits.rehearsalpoint"
VENUE_FILE = (
    "venues.venue",
    "venues.venuephone",
    "venues.venuelicence",
    "venues.venuecontact",
    "venues.venuephoto",
    "venues.space",
)
# What the office agrees on with a venue and has done there.
VENUE_DEALS = (
    "venues.rate",
    "venues.upgradeproject",
    "venues.upgradestage",
    "venues.projectpicture",
)
# Entered by the venue's own people, day by day.
DAILY = ("compliance.dailycontrol", "compliance.foodsample")
ASKED_OF_VENUES = ("compliance.controlperiod", "venues.licencerequirement")
AUDITS = ("compliance.campaign", "compliance.inspection", "compliance.finding")
CHECKLISTS = (
    "compliance.checklist",
    "compliance.checklistversion",
    "compliance.checklistitem",
)
PHOTOS = ("compliance.findingphoto",)
TRAINING = (
    "compliance.staffmember",
    "compliance.certificatekind",
    "compliance.certificaterequirement",
    "compliance.certificate",
    "compliance.suspension",
    "compliance.snooze",
    "compliance.earlierpost",
)
# Courses and their sessions, with who took part and what he reached.
COURSES = (
    "compliance.course",
    "compliance.trainingsession",
    "compliance.enrolment",
    "compliance.examresult",
    "compliance.drill",
    "compliance.drilldiscipline",
    "compliance.drilljudge",
    "compliance.drillparticipant",
    "compliance.trainingplan",
    "compliance.trainingplanline",
    "compliance.trainingtarget",
)
QUIZZES = ("compliance.quiz", "compliance.question")
ATTEMPTS = "compliance.quizattempt"
REGULATION = (
    "compliance.moneystandard",
    "compliance.rulesetting",
    "compliance.rectificationterm",
)
BREACHES = ("compliance.breach", "compliance.drive")
GIFTS = ("visits.gift",)
HONOURS = "compliance.honour"
# Who is on duty: posted on the wall of every office, and so read by its people.
ROSTER = ("visits.assignment", "visits.shift")
ROSTER_SAID = ("visits.shiftswap", "visits.restlimit")
OWN_SWAPS = "visits.join_shiftswap"
