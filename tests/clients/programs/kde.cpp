// KCalendarCore, KDE's: reads a feed from a file and tells what it shows as JSON, line by line.

#include <KCalendarCore/ICalFormat>
#include <KCalendarCore/MemoryCalendar>
#include <QCoreApplication>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTimeZone>
#include <iostream>
#include <string>

static QString moment(const QDateTime &time, bool day)
{
    return day ? time.date().toString(Qt::ISODate)
               : time.toUTC().toString(QStringLiteral("yyyy-MM-ddTHH:mm:ssZ"));
}

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    std::string name;
    while (std::getline(std::cin, name)) {
        QFile file(QString::fromStdString(name));
        if (!file.open(QIODevice::ReadOnly)) {
            return 1;
        }
        const auto calendar = KCalendarCore::MemoryCalendar::Ptr::create(QTimeZone("Europe/Paris"));
        KCalendarCore::ICalFormat format;
        if (!format.fromRawString(calendar, file.readAll())) {
            return 2;
        }
        QJsonArray told;
        for (const auto &event : calendar->rawEvents()) {
            const bool day = event->allDay();
            // An event of whole days ends on its last one here, and on the next one in a feed.
            const QDateTime end = day ? event->dtEnd().addDays(1) : event->dtEnd();
            told.append(QJsonArray{
                event->uid(), moment(event->dtStart(), day), moment(end, day), event->summary()});
        }
        std::cout << QJsonDocument(told).toJson(QJsonDocument::Compact).toStdString() << std::endl;
    }
    return 0;
}
